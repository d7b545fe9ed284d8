package import Basics

extension SourceControlError: UserFacingError {
  package var userError: CairnError {
    CairnError(
      message, hints: hints, causes: code.hasSeparateCause && !detail.isEmpty ? [detail] : [])
  }

  private var message: String {
    switch code {
    case .notARepository: "\(subject) is not a git repository"
    case .bareRepository: "Git repository '\(subject)' has no working tree"
    case .outsideWorkTree: "'\(subject)' is outside of the Git repository '\(detail)'"
    case .beyondSymbolicLink: "'\(subject)' is beyond a symbolic link, where Git sees no files"
    case .notAFile: "'\(subject)' is not a file in Git"
    case .unknownRevision: "unknown Git revision '\(subject)'"
    case .ambiguousRevision: "ambiguous Git revision '\(subject)'"
    case .unsafeOwner: "Git repository '\(subject)' belongs to another user"
    case .programMissing: "\(subject) needs the 'git' program, which is not on the PATH"
    case .programFailed: "'git \(subject)' failed"
    case .libraryFailed: "Git cannot \(subject)"
    case .indexLocked: "the Git index is locked: '\(subject)' exists"
    case .operationInProgress: "cannot commit: a \(subject) is in progress"
    case .unmergedFiles: "cannot commit: '\(subject)' has merge conflicts"
    case .identityMissing: "cannot commit: Git does not know your \(subject)"
    case .emptyMessage: "cannot commit: the message is empty"
    case .commitFailed: "'git commit' failed"
    case .damagedObject: "Git object '\(subject)' is damaged"
    }
  }

  /// The subject as one word of a shell.
  private var quoted: String {
    "'" + subject.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  private var hints: [String] {
    switch code {
    case .unsafeOwner: ["git config --global --add safe.directory \(quoted)"]
    case .programMissing: ["Install Git, for example: apt-get install git"]
    case .indexLocked:
      ["If no other Git command is running, remove the lock: rm -f \(quoted)"]
    case .operationInProgress where detail.isEmpty: []
    case .operationInProgress:
      ["Finish it: git \(detail) --continue", "or give it up: git \(detail) --abort"]
    case .unmergedFiles: ["Resolve the conflicts, then: git add \(quoted)"]
    case .identityMissing:
      [
        "git config --global user.name \"Your Name\"",
        "git config --global user.email \"you@example.com\"",
      ]
    default: []
    }
  }
}

extension SourceControlError.Code {
  /// Whether `detail` is what Git said, rather than part of the message.
  fileprivate var hasSeparateCause: Bool {
    switch self {
    case .outsideWorkTree, .operationInProgress: false
    default: true
    }
  }
}
