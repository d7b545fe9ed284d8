import Basics
import FileAccess
import Hashing
import Objects
import SystemPackage

/// Outputs that Cairn put into the workspace, that no stage owns any more, and that nobody touched.
struct StaleOutputs {
  struct Output {
    var path: RelativePath
    var isDirectory: Bool
    var files: Int
  }

  let workspace: Workspace

  init(_ workspace: Workspace) {
    self.workspace = workspace
  }

  func find() throws -> [Output] {
    let linked = try workspace.records.linkedOutputs()
    guard !linked.isEmpty else { return [] }
    let owned = Set(try workspace.project.index.outputs().compactMap(\.output.path))
    return try linked.subtracting(owned).sorted().compactMap { path in
      owned.contains(where: path.overlaps) ? nil : try untouched(path)
    }
  }

  /// The output if all of it is as Cairn last saw it and in the cache.
  private func untouched(_ path: RelativePath) throws -> Output? {
    let absolute = workspace.project.absolute(path)
    let (kind, listing) = try workspace.scan(absolute)
    guard kind != .missing else { return nil }
    for algorithm in [HashAlgorithm.md5, .md5Dos2Unix] {
      let index = workspace.records.index(for: absolute, algorithm)
      guard index.count == listing.count else { continue }
      let digests = index.lookup(listing)
      let cache = workspace.project.cache(algorithm)
      let isSaved = try digests.allSatisfy { digest in
        try digest.map { try cache.contains(ObjectID($0)) } ?? false
      }
      if isSaved, kind == .directory || !digests.isEmpty {
        return Output(path: path, isDirectory: kind == .directory, files: listing.count)
      }
    }
    return nil
  }
}
