import Basics
import FileAccess
package import SystemPackage

extension LocalCache {
  /// Makes what is at `path` independent of the cache: symbolic and hard links become copies, and all
  /// files may be written to.
  ///
  /// A file is replaced in one step. Below a directory, `.git` and `.dvc` are left alone.
  ///
  /// - Parameter temporaries: where copies that are not finished lie.
  /// - Throws: when nothing is at `path`, or a link that leads nowhere.
  package func unprotect(_ path: FilePath, temporaries: FilePath) throws {
    let status = try FileStatus(at: path)
    let home = try temporaryHome(for: path, preferred: temporaries)
    guard status.kind == .directory else {
      let isLink = try FileStatus(at: path, followingLinks: false).kind == .symlink
      return try unprotect(path, status, isSymlink: isLink, home)
    }
    let listing = try walk(root: path) { _, names in names.map { !Self.isKept($0) } }
    for problem in listing.problems { try settle(problem) }
    try inParallelBatches(of: listing.count, batch: 64, width: 2) { range in
      for index in range {
        try checkInterruption()
        try unprotect(
          path.appending(pathBytes: listing.paths[index]), listing.statuses[index],
          isSymlink: listing.isSymlink[index], home)
      }
    }
  }

  private func unprotect(
    _ file: FilePath, _ status: FileStatus, isSymlink: Bool, _ temporaries: FilePath
  ) throws {
    if isSymlink || status.linkCount > 1 {
      try FileAccess.link(
        file, to: file, type: .copy, placement: .replacing(temporaries: temporaries))
    }
    if isSymlink || status.linkCount > 1 || status.permissions != workspaceMode {
      try setMode(workspaceMode, of: file)
    }
  }

  /// What is no file has no content to be copied.
  private func settle(_ problem: WalkProblem) throws {
    switch problem {
    case .unreadable(let error): throw error
    case .special(let path, _): try setMode(workspaceMode, of: path)
    }
  }

  private var workspaceMode: UInt32 { options.isGroupShared ? 0o664 : defaultFileMode }

  private static func isKept(_ entry: DirectoryEntryName) -> Bool {
    entry.isDirectory
      && (entry.name.elementsEqual(".git".utf8) || entry.name.elementsEqual(".dvc".utf8))
  }
}
