package import Basics

/// The parts of an output that were brought here, where not all of it was: files, or directories with all
/// that they hold. What lies in none of them is absent, not deleted.
package struct MaterializedParts: Sendable, Equatable {
  /// Nothing of the output was ever here.
  package static let none = MaterializedParts([])

  /// Sorted by bytes; the empty path stands for all of the output.
  private let paths: PackedPaths

  package init(_ paths: some Sequence<RelativePath>) {
    self.paths = PackedPaths(Set(paths).sorted())
  }

  package var isEmpty: Bool { paths.isEmpty }
  package var isAll: Bool { paths.first?.isEmpty ?? false }

  /// Whether `path`, below the output, is one of the parts or lies in one.
  package func contains(_ path: ArraySlice<UInt8>) -> Bool {
    if paths.isEmpty { return false }
    if isAll || paths.sortedIndex(of: path) != nil { return true }
    let parents = path.indices.filter { path[$0] == UInt8(ascii: "/") }
    return parents.contains { paths.sortedIndex(of: path[path.startIndex..<$0]) != nil }
  }

  package func union(_ others: some Sequence<RelativePath>) -> MaterializedParts {
    MaterializedParts(paths.indices.map(paths.path) + others)
  }
}

extension MaterializedParts {
  /// Reads what `rendered` wrote.
  init(parsing bytes: [UInt8]) {
    self.init(bytes.split(separator: 0).map { RelativePath(bytes: Array($0)) })
  }

  /// The paths, each followed by NUL.
  var rendered: [UInt8] { paths.indices.flatMap { paths[$0] + [0] } }
}
