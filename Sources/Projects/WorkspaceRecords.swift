package import Basics
package import FileAccess
package import Hashing
package import Objects
package import SystemPackage

/// What Cairn remembers of the workspace, below `.dvc/tmp/cairn`. All of it can be lost: an index costs
/// reading the files again, a record of links that stale outputs are left alone.
package struct WorkspaceRecords: Sendable {
  package let directory: FilePath
  /// When this command began, by the clock of the file system.
  private let moment: Int64

  package init(directory: FilePath) throws {
    self.directory = directory
    try makeDirectories(directory)
    moment = try fileSystemTime(in: directory)
  }

  package func index(for path: FilePath, _ algorithm: HashAlgorithm) -> FileIndex {
    FileIndex.load(at: file("index", path, algorithm.rawValue))
  }

  package func save(
    _ state: WorkspaceState, for path: FilePath, _ algorithm: HashAlgorithm
  ) throws {
    let file = file("index", path, algorithm.rawValue)
    try makeDirectories(file.removingLastComponent())
    try FileIndex(state.listing, state.digests, lookedAt: moment).write(to: file)
  }

  package func forget(_ path: FilePath) throws {
    for algorithm in [HashAlgorithm.md5, .md5Dos2Unix] {
      try removeFile(file("index", path, algorithm.rawValue))
    }
    try removeFile(file("partial", path, "scopes"))
  }

  /// Remembers of `destination` what is remembered of `path`.
  package func copy(_ path: FilePath, to destination: FilePath) throws {
    let kinds = [
      ("index", HashAlgorithm.md5.rawValue), ("index", HashAlgorithm.md5Dos2Unix.rawValue),
      ("partial", "scopes"),
    ]
    for (kind, suffix) in kinds {
      let file = file(kind, destination, suffix)
      if let bytes = try readFileIfExists(self.file(kind, path, suffix)) {
        try writeAtomically(bytes, to: file)
      } else {
        try removeFile(file)
      }
    }
  }

  /// The parts of a directory that were brought here, where not all of it was; nil for a whole one.
  package func materializedScopes(of path: FilePath) throws -> [RelativePath]? {
    try readFileIfExists(file("partial", path, "scopes"))?.split(separator: 0)
      .map { RelativePath(bytes: Array($0)) }
  }

  /// - Parameter scopes: nil notes that all of the directory is here.
  package func setMaterializedScopes(_ scopes: [RelativePath]?, of path: FilePath) throws {
    let file = file("partial", path, "scopes")
    guard let scopes else {
      try removeFile(file)
      return
    }
    try makeDirectories(file.removingLastComponent())
    try writeAtomically(Array(scopes.map(\.bytes).joined(separator: [0])), to: file)
  }

  /// The outputs that Cairn put into the workspace, relative to the project's root.
  package func links() throws -> [RelativePath: LinkRecord] {
    [RelativePath: LinkRecord](parsing: try readFileIfExists(directory.appending("links")) ?? [])
  }

  package func setLinks(_ links: [RelativePath: LinkRecord]) throws {
    try makeDirectories(directory)
    try writeAtomically(links.rendered, to: directory.appending("links"))
  }

  private func file(_ kind: String, _ path: FilePath, _ suffix: String) -> FilePath {
    directory.appending(kind).appending("\(Digest(of: path.bytes).hex).\(suffix)")
  }
}
