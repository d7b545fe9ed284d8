import Basics
import FileAccess
package import SourceControl
package import SystemPackage

/// A project that is about to be made: what `init` does once nothing speaks against it.
package struct ProjectCreation: Sendable {
  /// What `init` is asked for.
  package struct Request: Sendable {
    /// Absolute; need not exist.
    package var directory: FilePath
    /// Messages name paths from here.
    package var currentDirectory: FilePath
    package var usesSourceControl: Bool
    /// Whether the directory may lie below the root of the Git repository.
    package var isSubdirectory: Bool
    /// Whether a project that is there goes, with its cache.
    package var replaces: Bool

    package init(
      directory: FilePath, currentDirectory: FilePath, usesSourceControl: Bool,
      isSubdirectory: Bool, replaces: Bool
    ) {
      self.directory = directory
      self.currentDirectory = currentDirectory
      self.usesSourceControl = usesSourceControl
      self.isSubdirectory = isSubdirectory
      self.replaces = replaces
    }
  }

  package let root: FilePath
  /// Nil in a project without source control.
  package let git: GitRepository?

  private var controlDirectory: FilePath { root.appending(".dvc") }

  /// Checks all that can be; writes nothing.
  package init(_ request: Request, environment: [String: String]) throws {
    root = try resolveExistingPart(of: request.directory)
    git =
      request.usesSourceControl
      ? try Self.repository(around: root, request, environment) : nil
    let control = controlDirectory
    if let git, try git.isIgnored(control) { throw Self.ignored(control) }
    try Self.check(control, request)
    if let lock = git?.directory.indexFile.appendingSuffix(".lock"),
      try FileStatus.ifExists(at: lock) != nil
    {
      throw SourceControlError(.indexLocked, lock.string)
    }
  }

  private static func repository(
    around root: FilePath, _ request: Request, _ environment: [String: String]
  ) throws -> GitRepository {
    if let git = try GitRepository.open(at: root, environment: environment),
      try request.isSubdirectory || git.workTree == root
    {
      _ = try git.workTree
      return git
    }
    throw CairnError(
      "\(root) is not tracked by any supported SCM tool (e.g. Git). Use `--no-scm` if you don't want "
        + "to use any SCM or `--subdir` if initializing inside a subdirectory of a parent SCM repository."
    )
  }

  private static func check(_ control: FilePath, _ request: Request) throws {
    guard let status = try FileStatus.ifExists(at: control) else { return }
    if status.kind != .directory {
      let error = FileError(.create, control, .fileExists)
      throw CairnError(error.message, kind: .unexpected)
    }
    if !request.replaces {
      let shown = relativeText(control, from: request.currentDirectory)
      throw CairnError("'\(shown)' exists. Use `-f` to force.")
    }
  }

  private static func ignored(_ control: FilePath) -> CairnError {
    CairnError(
      "\(control) is ignored by your SCM tool. \n"
        + "Make sure that it's tracked, for example, by adding '!.dvc' to .gitignore.")
  }
}

// MARK: - Applying

extension ProjectCreation {
  /// Makes the project and, with Git, stages its files.
  ///
  /// The `.dvc` directory appears with all of its files at once.
  package func apply() throws {
    try makeDirectories(root)
    // A name that the next try finds again, should this one be killed.
    let prepared = root.appending(".dvc.init.tmp")
    try removeTree(prepared)
    do {
      try prepare(prepared)
      try FailPoint.hit("init-prepared", prepared)
      try removeTree(controlDirectory)
      try prepareIgnoreFile(in: prepared)
      try renameFile(prepared, to: controlDirectory)
    } catch {
      try? removeTree(prepared)  // the first error is the one to tell
      throw error
    }
    try stage()
  }

  private func prepare(_ directory: FilePath) throws {
    try makeDirectories(directory.appending("tmp"))
    try writeAtomically([], to: directory.appending("tmp").appending("btime"))
    let config = git == nil ? "[core]\n    no_scm = True\n" : ""
    try writeAtomically(Array(config.utf8), to: directory.appending("config"))
    let ignoreFile = root.appending(".dvcignore")
    if try FileStatus.ifExists(at: ignoreFile, followingLinks: false) == nil {
      try writeAtomically(
        Array(Self.ignoreFileContent.utf8), to: ignoreFile, temporaryDirectory: directory)
    }
  }

  /// Needs the old project to be gone, whose own file would count.
  private func prepareIgnoreFile(in directory: FilePath) throws {
    let entries = try entriesToIgnore()
    if !entries.isEmpty {
      try writeAtomically(Array(entries.utf8), to: directory.appending(".gitignore"))
    }
  }

  /// Lines for what Git must not see, less what it ignores already.
  private func entriesToIgnore() throws -> String {
    guard let git else { return "" }
    let names = ["config.local", "tmp", "cache"]
    let paths = try names.map { try git.relativePath(of: controlDirectory.appending($0)) }
    let areIgnored = try git.isIgnored(paths)
    return zip(names, areIgnored).filter { !$1 }.map { name, _ in "/\(name)\n" }.joined()
  }

  private func stage() throws {
    guard let git else { return }
    let files = [
      controlDirectory.appending("config"), root.appending(".dvcignore"),
      controlDirectory.appending(".gitignore"),
    ]
    let areIgnored = try git.isIgnored(files.map { try git.relativePath(of: $0) })
    let wanted = try zip(files, areIgnored).filter { file, isIgnored in
      try !isIgnored && FileStatus.ifExists(at: file, followingLinks: false) != nil
    }
    try git.stage(wanted.map(\.0))
  }

  private static let ignoreFileContent = """
    # Add patterns of files dvc should ignore, which could improve
    # the performance. Learn more at
    # https://dvc.org/doc/user-guide/dvcignore

    """
}

/// `path` with the symlinks of the part that exists resolved.
private func resolveExistingPart(of path: FilePath) throws -> FilePath {
  var existing = path.lexicallyNormalized()
  var rest: [FilePath.Component] = []
  while try FileStatus.ifExists(at: existing) == nil, let last = existing.lastComponent {
    rest.insert(last, at: 0)
    existing.removeLastComponent()
  }
  return try resolvePath(existing).appending(rest)
}

extension FilePath {
  fileprivate func appendingSuffix(_ suffix: String) -> FilePath {
    FilePath(bytes: bytes + suffix.utf8)
  }
}
