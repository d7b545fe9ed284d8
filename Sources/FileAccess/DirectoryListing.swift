package import Basics
package import SystemPackage

/// The files below one directory at one moment, sorted by the bytes of their paths.
package struct DirectoryListing: Sendable {
  /// Regular files, and symbolic links to such.
  package internal(set) var paths = PackedPaths()
  /// One for each path; for a symbolic link that of the file it leads to.
  package var statuses: [FileStatus] = []
  /// Whether each path is a symbolic link.
  package internal(set) var isSymlink: [Bool] = []
  /// The directories that were walked, without the root, sorted.
  package internal(set) var directories = PackedPaths()
  /// Symbolic links to directories, which are not followed; sorted.
  package internal(set) var skipped: [RelativePath] = []
  /// What could be neither listed nor skipped, sorted by path.
  package internal(set) var problems: [WalkProblem] = []

  package init() {}

  /// Takes paths that are sorted by bytes and unique, with as many statuses.
  package init(paths: PackedPaths, statuses: [FileStatus], isSymlink: [Bool]? = nil) {
    precondition(paths.count == statuses.count)
    self.paths = paths
    self.statuses = statuses
    self.isSymlink = isSymlink ?? Array(repeating: false, count: statuses.count)
  }

  /// Adds a file that sorts after the others.
  package mutating func append(_ path: RelativePath, _ status: FileStatus) {
    paths.append(path.bytes)
    statuses.append(status)
    isSymlink.append(false)
  }

  /// The number of files.
  package var count: Int { statuses.count }

  /// The symbolic links that lead nowhere, which are among the problems.
  package var brokenLinks: [FilePath] { problems.filter(\.isBrokenLink).map(\.path) }

  /// The entries at `indices`, with the directories and the odd links inside one of `scopes`.
  package func part(
    _ indices: [Int], insideAnyOf scopes: [RelativePath], below root: FilePath
  ) -> DirectoryListing {
    func isMeant(_ path: RelativePath) -> Bool { scopes.contains(where: path.isInside) }
    var part = DirectoryListing(
      paths: PackedPaths(indices.map(paths.path)), statuses: indices.map { statuses[$0] },
      isSymlink: indices.map { isSymlink[$0] })
    part.directories = PackedPaths(directories.indices.map(directories.path).filter(isMeant))
    part.skipped = skipped.filter(isMeant)
    part.problems = problems.filter { $0.path.relative(to: root).map(isMeant) ?? false }
    return part
  }

  /// The same without the directories that are not `isMeant`.
  package func keepingDirectories(_ isMeant: (RelativePath) -> Bool) -> DirectoryListing {
    var part = self
    part.directories = PackedPaths(directories.indices.map(directories.path).filter(isMeant))
    return part
  }

  /// The bytes of all files together.
  package var size: Int64 { statuses.reduce(0) { $0 + $1.size } }
}

/// Something below a directory that cannot be tracked or looked at.
package enum WalkProblem: UserFacingError, Equatable, Sendable {
  /// A directory or file that cannot be read, or a symbolic link that leads nowhere.
  case unreadable(FileError)
  /// A named pipe, socket or device.
  case special(FilePath, kind: String)

  package var path: FilePath {
    switch self {
    case .unreadable(let error): error.path
    case .special(let path, _): path
    }
  }

  package var isBrokenLink: Bool {
    guard case .unreadable(let error) = self else { return false }
    return error.errno == .noSuchFileOrDirectory
  }

  package var userError: CairnError {
    switch self {
    case .unreadable(let error): error.userError
    case .special(let path, let kind):
      CairnError(
        "\(pythonQuoted(path.bytes)) is a \(kind); only files and directories can be tracked")
    }
  }
}
