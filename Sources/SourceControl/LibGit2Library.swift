import CLibGit2
import Glibc
import Synchronization
import SystemPackage

/// libgit2 as a whole: started on first use, never shut down.
enum LibGit2Library {
  /// Starts the library; later calls cost nothing.
  static func start() {
    _ = started
  }

  private static let started: Int32 = git_libgit2_init()

  /// Runs `body` while libgit2 opens repositories of any owner.
  ///
  /// The switch belongs to the whole process, so opening is serialised. Only for repositories that the
  /// `git` program, with all the rules of `safe.directory`, has agreed to.
  static func trustingOwners<Result>(_ body: () -> Result) -> Result {
    opening.withLock { _ in
      _ = cairn_git_set_owner_validation(0)
      defer { _ = cairn_git_set_owner_validation(1) }
      return body()
    }
  }

  /// Runs `body` while nobody else trusts foreign owners.
  static func checkingOwners<Result>(_ body: () -> Result) -> Result {
    opening.withLock { _ in body() }
  }

  private static let opening = Mutex(())

  /// What the library says about its latest failure on this thread.
  static var lastMessage: String {
    guard let error = git_error_last(), let message = error.pointee.message else { return "" }
    return String(cString: message)
  }

  /// Throws when a call of the library failed.
  ///
  /// - Parameter operation: completes the sentence "Git cannot …".
  static func check(
    _ code: Int32, _ operation: @autoclosure () -> String
  ) throws(SourceControlError) {
    guard code < 0 else { return }
    throw SourceControlError(.libraryFailed, operation(), detail: lastMessage)
  }
}
