import Basics
import CLibGit2
import Synchronization
import SystemPackage

/// A repository as libgit2 sees it.
///
/// One call at a time: libgit2's index and attribute caches are not made for several threads.
final class LibGit2Backend: GitBackend {
  private let turn = Mutex(())
  /// Touched only by whoever has `turn`.
  private nonisolated(unsafe) let repository: OpaquePointer
  let workTree: FilePath?

  /// Opens the repository at `directory`.
  ///
  /// - Parameter trustingOwner: opens it whoever owns it.
  /// - Throws: `unsafeOwner` when it belongs to somebody else, `libraryFailed` for what libgit2 does not
  ///   know (extensions, SHA-256).
  init(
    _ directory: GitDirectory, environment: [String: String], trustingOwner: Bool = false
  ) throws(SourceControlError) {
    LibGit2Library.start()
    workTree = directory.workTree
    repository = try Self.open(directory, trustingOwner: trustingOwner)
    try LibGit2Configuration(environment: environment).install(
      in: repository, local: directory.commonDirectory.appending("config"))
  }

  deinit { git_repository_free(repository) }

  private static func open(
    _ directory: GitDirectory, trustingOwner: Bool
  ) throws(SourceControlError) -> OpaquePointer {
    let path = directory.workTree ?? directory.gitDirectory
    var repository: OpaquePointer?
    let opening = {
      path.withPlatformString {
        git_repository_open_ext(&repository, $0, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, nil)
      }
    }
    let code =
      trustingOwner
      ? LibGit2Library.trustingOwners(opening) : LibGit2Library.checkingOwners(opening)
    if code < 0, isOwnerRefused(code) {
      throw SourceControlError(.unsafeOwner, path.string)
    }
    try LibGit2Library.check(code, "open '\(path)'")
    guard let repository else { throw SourceControlError(.libraryFailed, "open '\(path)'") }
    return repository
  }

  /// Where nobody has set `safe.directory`, libgit2 1.5 complains of just that.
  private static func isOwnerRefused(_ code: Int32) -> Bool {
    code == GIT_EOWNER.rawValue || LibGit2Library.lastMessage.contains("'safe.directory'")
  }

  func configuration(_ key: String) throws(SourceControlError) -> String? {
    try withRepository { (repository) throws(SourceControlError) in
      try LibGit2Configuration.value(of: key, in: repository)
    }
  }

  /// Lends the repository to `body`, one caller at a time.
  func withRepository<Result: Sendable>(
    _ body: (OpaquePointer) throws(SourceControlError) -> Result
  ) throws(SourceControlError) -> Result {
    try turn.withLock { (_) throws(SourceControlError) in try body(repository) }
  }
}
