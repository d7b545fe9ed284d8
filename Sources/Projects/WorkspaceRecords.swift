package import Basics
package import FileAccess
package import Hashing
import Objects
package import SystemPackage

/// What Cairn remembers of the workspace, below `.dvc/tmp/cairn`. All of it can be lost: an index costs
/// reading the files again, a record of links that stale outputs are left alone.
package struct WorkspaceRecords: Sendable {
  package let directory: FilePath
  /// When this command began, by the clock of the file system; nil where nothing can be written, and nothing
  /// is remembered.
  private let moment: Int64?

  package init(directory: FilePath) throws {
    self.directory = directory
    moment = try Self.moment(in: directory)
  }

  private static func moment(in directory: FilePath) throws -> Int64? {
    do {
      try makeDirectories(directory)
      return try fileSystemTime(in: directory)
    } catch {
      if error.isReadOnly { return nil }
      throw error
    }
  }

  package func index(for path: FilePath, _ algorithm: HashAlgorithm) -> FileIndex {
    FileIndex.load(at: file("index", path, algorithm.rawValue))
  }

  /// Notes what the files of an output are.
  ///
  /// - Parameters:
  ///   - moment: when the look at them began; by default when this command did.
  ///   - ours: as for `FileIndex`.
  package func save(
    _ listing: DirectoryListing, _ digests: [Digest], for path: FilePath,
    _ algorithm: HashAlgorithm, lookedAt moment: Int64? = nil, ours: Set<Int> = []
  ) throws {
    guard let now = self.moment else { return }
    let file = file("index", path, algorithm.rawValue)
    try makeDirectories(file.removingLastComponent())
    try FileIndex(listing, digests, lookedAt: moment ?? now, ours: ours).write(to: file)
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

  /// The parts of an output that were brought here, where not all of it was; nil for a whole one.
  package func materializedParts(of path: FilePath) throws -> MaterializedParts? {
    try readFileIfExists(file("partial", path, "scopes")).map { MaterializedParts(parsing: $0) }
  }

  /// - Parameter parts: nil, or all of it, notes that all of the output is here.
  package func setMaterializedParts(_ parts: MaterializedParts?, of path: FilePath) throws {
    let file = file("partial", path, "scopes")
    guard let parts, !parts.isAll else {
      try removeFile(file)
      return
    }
    try makeDirectories(file.removingLastComponent())
    try writeAtomically(parts.rendered, to: file)
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
