import Basics
package import SystemPackage

/// Where a Git repository keeps its things, found by looking at the file system only.
package struct GitDirectory: Sendable, Equatable {
  /// The root of the working tree; nil for a bare repository.
  package let workTree: FilePath?
  /// `HEAD`, the index and the state of merges: a linked worktree and a submodule have their own.
  package let gitDirectory: FilePath
  /// Objects, branches, configuration and hooks: shared by all worktrees.
  package let commonDirectory: FilePath

  /// Finds the repository that `path`, an absolute path, lies in.
  ///
  /// Goes up to the root of the file system. A `.git` that is neither a repository nor a link to one is
  /// passed over when it is a directory, as Git does, and ends the search when it is a file.
  package static func find(from path: FilePath) -> GitDirectory? {
    var directory = path
    while true {
      let dotGit = directory.appending(".git")
      if let found = GitDirectory(gitDirectory: dotGit, workTree: directory) { return found }
      if let link = SmallFile.read(dotGit) { return following(link, from: directory) }
      if let bare = GitDirectory(gitDirectory: directory, workTree: nil) { return bare }
      guard directory.removeLastComponent() else { return nil }
    }
  }

  /// Where `git` looks for hooks unless `core.hooksPath` says otherwise.
  package var hooksDirectory: FilePath { commonDirectory.appending("hooks") }

  package var indexFile: FilePath { gitDirectory.appending("index") }

  /// Whether history was cut off when the repository was cloned.
  package var isShallow: Bool { !shallowCommits.isEmpty }

  /// The branch that is checked out, born or not; nil when HEAD is detached.
  package var headBranchName: String? {
    let prefix = "ref: refs/heads/"
    guard let head = firstLine(of: gitDirectory.appending("HEAD")), head.hasPrefix(prefix) else {
      return nil
    }
    let name = String(head.dropFirst(prefix.count))
    return name == ".invalid" ? nil : name
  }

  /// The commits whose parents were not fetched.
  var shallowCommits: Set<GitObjectID> {
    let lines = SmallFile.read(commonDirectory.appending("shallow")) ?? []
    return Set(lines.split(separator: UInt8(ascii: "\n")).compactMap { GitObjectID(hex: $0) })
  }

  private init?(gitDirectory: FilePath, workTree: FilePath?) {
    guard SmallFile.exists(gitDirectory.appending("HEAD")) else { return nil }
    let common = Self.commonDirectory(of: gitDirectory)
    guard SmallFile.isDirectory(common.appending("objects")),
      SmallFile.isDirectory(common.appending("refs"))
    else { return nil }
    self.workTree = workTree
    self.gitDirectory = gitDirectory
    self.commonDirectory = common
  }

  /// Follows the `gitdir: …` line that a linked worktree or a submodule has in place of a directory.
  private static func following(_ link: [UInt8], from directory: FilePath) -> GitDirectory? {
    let prefix = Array("gitdir: ".utf8)
    guard link.starts(with: prefix), let line = link.split(separator: UInt8(ascii: "\n")).first
    else { return nil }
    let target = directory.pushing(FilePath(bytes: line.dropFirst(prefix.count)))
    return GitDirectory(gitDirectory: target.lexicallyNormalized(), workTree: directory)
  }

  private static func commonDirectory(of gitDirectory: FilePath) -> FilePath {
    guard let file = SmallFile.read(gitDirectory.appending("commondir")),
      let line = file.split(separator: UInt8(ascii: "\n")).first
    else { return gitDirectory }
    return gitDirectory.pushing(FilePath(bytes: line)).lexicallyNormalized()
  }
}

private func firstLine(of path: FilePath) -> String? {
  SmallFile.read(path)?.split(separator: UInt8(ascii: "\n")).first.map {
    String(decoding: $0, as: UTF8.self)
  }
}
