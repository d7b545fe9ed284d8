/// Why Git, or the repository, could not do what was asked.
package struct SourceControlError: Error, Sendable, Equatable {
  package enum Code: String, Sendable {
    case notARepository
    /// The repository has no working tree, and the request needs one.
    case bareRepository
    case outsideWorkTree
    case beyondSymbolicLink
    /// Git has a symbolic link or a submodule where a file was expected.
    case notAFile
    case unknownRevision
    case ambiguousRevision
    /// The repository belongs to another user and is not listed in `safe.directory`.
    case unsafeOwner
    /// Only the `git` program can do this, and there is none on the path.
    case programMissing
    case programFailed
    case libraryFailed
    /// `index.lock` exists: another process changes the index, or one was killed doing so.
    case indexLocked
    /// A merge, rebase, cherry-pick or revert is not finished.
    case operationInProgress
    case unmergedFiles
    case identityMissing
    case emptyMessage
    /// `git commit` failed: a hook said no, signing failed, …
    case commitFailed
    case damagedObject
  }

  package let code: Code
  /// The path, revision, object or operation that the error is about.
  package let subject: String
  /// What Git said, or what else is needed to tell the story; may be empty.
  package let detail: String

  package init(_ code: Code, _ subject: String, detail: String = "") {
    self.code = code
    self.subject = subject
    self.detail = detail
  }
}
