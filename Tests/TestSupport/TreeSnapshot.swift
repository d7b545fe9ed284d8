package import Basics
import FileAccess
import Glibc
package import SystemPackage

/// What a directory holds at one moment: for every path its kind, its mode, and its bytes or link target.
///
/// Two snapshots are equal when the trees are; `differences` says where they are not.
package struct TreeSnapshot: Equatable, CustomStringConvertible {
  package enum Entry: Equatable {
    case file(mode: UInt32, bytes: [UInt8])
    case directory(mode: UInt32)
    case symlink(target: [UInt8])
    case other
  }

  package private(set) var entries: [RelativePath: Entry] = [:]

  /// Looks at everything below `root`.
  ///
  /// - Parameter excluding: paths for which this says true are left out, directories with all they
  ///   hold.
  package init(
    of root: FilePath, excluding isExcluded: (RelativePath) -> Bool = { _ in false }
  ) throws {
    var pending = [RelativePath.root]
    while let directory = pending.popLast() {
      for name in try namesOfDirectory(root.appending(directory)) {
        let path = directory.appending(name[...])
        if isExcluded(path) { continue }
        let entry = try Entry(at: root.appending(path))
        entries[path] = entry
        if case .directory = entry { pending.append(path) }
      }
    }
  }

  package init(of root: FilePath, excluding names: [String]) throws {
    let excluded = Set(names.map { RelativePath($0) })
    try self.init(of: root) { excluded.contains($0) }
  }

  /// The paths, sorted by bytes.
  package var paths: [RelativePath] { entries.keys.sorted() }

  package subscript(path: String) -> Entry? { entries[RelativePath(path)] }

  /// One line for every path, sorted.
  package var description: String {
    paths.compactMap { path in entries[path].map { line(path, $0) } }.joined(separator: "\n")
  }

  /// The lines that only this one (`-`) or only `other` (`+`) has; empty when they are equal.
  package func differences(from other: TreeSnapshot) -> String {
    var lines: [String] = []
    for path in Set(paths).union(other.paths).sorted() where entries[path] != other.entries[path] {
      if let entry = entries[path] { lines.append("- " + line(path, entry)) }
      if let entry = other.entries[path] { lines.append("+ " + line(path, entry)) }
    }
    return lines.joined(separator: "\n")
  }

  private func line(_ path: RelativePath, _ entry: Entry) -> String {
    "\(pythonQuoted(path.bytes)) \(entry)"
  }
}

extension TreeSnapshot.Entry: CustomStringConvertible {
  fileprivate init(at path: FilePath) throws {
    let status = try FileStatus(at: path, followingLinks: false)
    switch status.kind {
    case .file: self = .file(mode: status.permissions, bytes: try readFile(path))
    case .directory: self = .directory(mode: status.permissions)
    case .symlink: self = .symlink(target: try readLink(path).bytes)
    case .other: self = .other
    }
  }

  package var description: String {
    switch self {
    case .file(let mode, let bytes):
      "file \(octal(mode)) \(bytes.count) bytes \(pythonQuoted(bytes.prefix(200)))"
    case .directory(let mode): "directory \(octal(mode))"
    case .symlink(let target): "symlink to \(pythonQuoted(target))"
    case .other: "other"
    }
  }

  private func octal(_ mode: UInt32) -> String { "0" + String(mode, radix: 8) }
}

/// The names in a directory, in no order.
package func namesOfDirectory(_ path: FilePath) throws -> [[UInt8]] {
  guard let stream = path.withPlatformString({ opendir($0) }) else {
    throw FileError(.list, path, Errno(rawValue: errno))
  }
  defer { closedir(stream) }
  var names: [[UInt8]] = []
  while let entry = readdir(stream) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
    if name != Array(".".utf8) && name != Array("..".utf8) { names.append(name) }
  }
  return names
}
