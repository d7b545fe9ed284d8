package import Basics
import FileAccess
package import Formats
package import Hashing
package import Objects
package import SourceControl
package import SystemPackage
package import Transports

/// A DVC project that is open for one command.
package struct Project: Sendable {
  /// Absolute, without symbolic links.
  package let root: FilePath
  /// The current directory below the root; messages name paths from there.
  package let directory: RelativePath
  package let settings: Configuration
  /// Nil in a project without source control.
  package let git: GitRepository?
  package let ignore: IgnoreTree
  package let transports: TransportRegistry
  package let progress: any ProgressObserver
  /// The command line, as other processes are told it when they have to wait.
  package let commandLine: String
  /// Whether to wait for a lock as long as it takes.
  package let waitsForLock: Bool
  /// Shows the user a warning at once.
  package let warn: @Sendable (String) -> Void
  /// Shows what only matters to a user who wants to know more.
  let remark: @Sendable (String) -> Void
  package let index: ProjectIndex

  package var cacheDirectory: FilePath { caches.current.root }
  package var controlDirectory: FilePath { root.appending(".dvc") }
  package var temporaryDirectory: FilePath { controlDirectory.appending("tmp") }
  /// Where Cairn keeps what it can make anew: indexes, journals, records.
  package var privateDirectory: FilePath { temporaryDirectory.appending("cairn") }
  /// Where what is not finished lies, out of sight; whatever is there when a command begins was left by
  /// one that was killed.
  var stagingDirectory: FilePath { privateDirectory.appending("staging") }

  package func cache(_ algorithm: HashAlgorithm) -> LocalCache {
    switch algorithm {
    case .md5: caches.current
    case .md5Dos2Unix: caches.legacy
    }
  }

  private let caches: (current: LocalCache, legacy: LocalCache)
  /// What has to be synced before the command may end.
  let ledger: SyncLedger
  private let mark: UnsyncedMark

  /// Makes what the command did so far survive a power failure, unless the user chose speed.
  func settle() throws {
    try ledger.settle()
    try mark.clear()
  }

  /// Puts aside what a power failure left damaged in the cache.
  func recoverCache() throws {
    let damaged = try CacheRecovery([caches.current, caches.legacy]).run()
    if damaged.isEmpty { return }
    warn(
      "\(damaged.count) object(s) of the cache lost their bytes when the power failed; moved to "
        + "'\(cacheDirectory)/.cairn/quarantine'. Add or fetch the data again.")
  }

  /// An absolute path.
  package func absolute(_ path: RelativePath) -> FilePath { root.appending(path) }

  /// An absolute path; nil for what is not on this machine.
  package func absolute(_ location: Location) -> FilePath? {
    switch location {
    case .inside(let path): absolute(path)
    case .outside(let path): path
    case .url: nil
    }
  }

  /// The path as the user sees it from the current directory.
  package func shown(_ path: RelativePath) -> String { path.relative(to: directory).string }

  package func shown(_ location: Location) -> String {
    switch location {
    case .inside(let path): shown(path)
    case .outside(let path): path.string
    case .url(let url): url
    }
  }

  package var targets: TargetResolver {
    TargetResolver(index: index, directory: directory, root: root)
  }
}

extension Project {
  /// What a command brings along.
  package struct Environment: Sendable {
    /// Absolute, without symbolic links.
    package var currentDirectory: FilePath
    package var variables: [String: String]
    package var transports: TransportRegistry
    package var progress: any ProgressObserver
    package var commandLine: String
    package var waitsForLock: Bool
    /// Whether the user chose speed over what survives a power failure (`--no-sync`).
    package var skipsSync: Bool
    package var warn: @Sendable (String) -> Void
    /// Shows what only matters to a user who wants to know more (`--verbose`).
    package var remark: @Sendable (String) -> Void = { _ in }

    package init(
      currentDirectory: FilePath, variables: [String: String], transports: TransportRegistry,
      progress: any ProgressObserver, commandLine: String, waitsForLock: Bool,
      skipsSync: Bool = false,
      warn: @escaping @Sendable (String) -> Void = { _ in }
    ) {
      self.currentDirectory = currentDirectory
      self.variables = variables
      self.transports = transports
      self.progress = progress
      self.commandLine = commandLine
      self.waitsForLock = waitsForLock
      self.skipsSync = skipsSync
      self.warn = warn
    }
  }

  /// Opens the project that holds the current directory.
  ///
  /// - Throws: `CairnError` of kind `notAProject` outside a project, `configuration` when a
  ///   configuration file is wrong.
  package init(_ environment: Environment) throws {
    let root = try findProjectRoot(from: environment.currentDirectory)
    try self.init(root: root, environment)
  }

  private init(root: FilePath, _ environment: Environment) throws {
    self.root = root
    directory = environment.currentDirectory.relative(to: root) ?? .root
    settings = try Configuration(
      root: root, currentDirectory: environment.currentDirectory, environment: environment.variables
    )
    settings.warnings.forEach(environment.warn)
    git = try Self.openGit(root: root, settings, environment.variables)
    transports = environment.transports
    progress = environment.progress
    commandLine = environment.commandLine
    waitsForLock = environment.waitsForLock
    warn = environment.warn
    remark = environment.remark
    ignore = IgnoreTree(.workingTree(root: root))
    let cacheRoot = settings.cacheDirectory(root: root)
    ledger = SyncLedger(isEnabled: settings.syncs && !environment.skipsSync)
    mark = UnsyncedMark(cacheRoot: cacheRoot, ledger: ledger)
    let options = settings.cacheOptions
    caches = (
      LocalCache(root: cacheRoot, algorithm: .md5, options: options, mark: mark),
      LocalCache(root: cacheRoot, algorithm: .md5Dos2Unix, options: options, mark: mark)
    )
    let tree = WorkingTree(root: root, ignore: ignore, git: git)
    index = ProjectIndex(
      tree: tree,
      loader: StageLoader(
        tree: tree, root: root, expansion: settings.expansion, directory: directory))
  }

  private static func openGit(
    root: FilePath, _ settings: Configuration, _ variables: [String: String]
  ) throws -> GitRepository? {
    if settings.hasNoSCM { return nil }
    guard let git = try GitRepository.open(at: root, environment: variables) else {
      throw CairnError("\(root) is not a git repository")
    }
    return git
  }
}

extension IgnoreTree.Source {
  /// The `.dvcignore` files of a working tree.
  static func workingTree(root: FilePath) -> IgnoreTree.Source {
    IgnoreTree.Source(
      contents: { try readFileIfExists(root.appending($0).appending(".dvcignore")) },
      isProject: { directory in
        let control = root.appending(directory).appending(".dvc")
        // What cannot be looked at is no project.
        return (try? FileStatus.ifExists(at: control)?.kind == .directory) ?? false
      })
  }
}
