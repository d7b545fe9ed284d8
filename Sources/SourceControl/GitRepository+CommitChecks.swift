import Basics
import SystemPackage

extension GitRepository {
  /// Finds, before anything is written, what would keep `commitOnly` from working.
  ///
  /// - Throws: `emptyMessage`, `operationInProgress`, `indexLocked`, `unmergedFiles`, `identityMissing`,
  ///   `programMissing`, `bareRepository`.
  package func checkCanCommit(message: String) throws(SourceControlError) {
    _ = try workTree
    if message.allSatisfy(\.isWhitespace) { throw SourceControlError(.emptyMessage, "") }
    if let operation = GitOperation.inProgress(in: directory.gitDirectory) {
      throw SourceControlError(
        .operationInProgress, operation.name, detail: operation.command)
    }
    let lock = directory.gitDirectory.appending("index.lock")
    if SmallFile.exists(lock) { throw SourceControlError(.indexLocked, lock.string) }
    let unmerged = try ask { (backend) throws(SourceControlError) in try backend.unmergedFile() }
    if let unmerged { throw SourceControlError(.unmergedFiles, unmerged.string) }
    if let reason = try reasonToCommitByProgram() {
      guard let program else { throw reason.isMissing }
      try checkIdentity(by: program)
    }
  }

  /// Why `git commit` has to make the commits here; nil when libgit2 can.
  func reasonToCommitByProgram() throws(SourceControlError) -> CommitReason? {
    if engine == .program { return .format }
    if let hook = try hook() { return .hook(hook) }
    if GitConfiguration.isTrue(try configuration("commit.gpgSign")) { return .signing }
    for key in ["i18n.commitEncoding", "commit.cleanup"] {
      if try configuration(key) != nil { return .setting(key) }
    }
    for variable in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] where environment[variable] != nil {
      return .setting(variable)
    }
    do throws(SourceControlError) {
      for role in [GitIdentity.Role.author, .committer] { _ = try GitIdentity(role, of: self) }
    } catch {
      return .identity(error)
    }
    return nil
  }

  /// Lets Git say whether it knows, or can work out, who commits.
  private func checkIdentity(by program: GitProgram) throws(SourceControlError) {
    for variable in ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"] {
      let result = try program.result(["var", variable], in: workTree)
      guard result.status != 0 else { continue }
      for role in [GitIdentity.Role.author, .committer] { _ = try GitIdentity(role, of: self) }
      throw GitProgram.failure(["var", variable], in: try workTree, result)
    }
  }

  /// A hook that has a say in a commit.
  private func hook() throws(SourceControlError) -> FilePath? {
    var hooks = directory.hooksDirectory
    if let configured = try configuration("core.hooksPath") {
      hooks = try expanded(configured) ?? hooks
    }
    let names = [
      "pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "reference-transaction",
      "post-index-change",
    ]
    return names.map { hooks.appending($0) }.first { isProgram($0) }
  }
}

/// Why libgit2 cannot make a commit.
enum CommitReason {
  case format
  case hook(FilePath)
  case signing
  case setting(String)
  /// Who commits is not configured; Git may make something up.
  case identity(SourceControlError)

  /// The error when there is no `git` program either.
  var isMissing: SourceControlError {
    switch self {
    case .format: SourceControlError(.programMissing, "this repository")
    case .hook(let path): SourceControlError(.programMissing, "the hook '\(path)'")
    case .signing: SourceControlError(.programMissing, "signing commits (commit.gpgSign)")
    case .setting(let name): SourceControlError(.programMissing, "the setting '\(name)'")
    case .identity(let error): error
    }
  }
}
