import Basics
import SystemPackage
import Testing

@testable import SourceControl

@Suite struct CommitCheckTests {
  /// Expects the check to fail, and a commit to change nothing.
  private func expectRefusal(
    _ code: SourceControlError.Code, hint: String? = nil, message: String = "m",
    in sandbox: GitSandbox, _ engine: GitRepository.Engine = .library,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let repository = try sandbox.open("repo", engine)
    let index = try sandbox.git("ls-files", ["-s"])
    let error = #expect(throws: SourceControlError.self, sourceLocation: sourceLocation) {
      try repository.checkCanCommit(message: message)
    }
    #expect(error?.code == code, sourceLocation: sourceLocation)
    if let hint {
      #expect(
        error?.userError.hints.contains { $0.contains(hint) } == true,
        sourceLocation: sourceLocation)
    }
    expectError(code, sourceLocation: sourceLocation) {
      let edit = replacing(sandbox.root.appending("repo/x.dvc"), with: "1")
      try repository.commitOnly([edit], message: message)
    }
    #expect(try sandbox.git("ls-files", ["-s"]) == index, sourceLocation: sourceLocation)
  }

  /// Two branches that change the same line, `main` being checked out.
  private func makeConflict() throws -> GitSandbox {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1\n"])
    try sandbox.git("checkout", ["-q", "-b", "other"])
    try sandbox.commit(["a": "2\n"])
    try sandbox.git("checkout", ["-q", "main"])
    try sandbox.commit(["a": "3\n"])
    return sandbox
  }

  @Test(arguments: engines)
  func refusesDuringAMerge(_ engine: GitRepository.Engine) throws {
    let sandbox = try makeConflict()
    try sandbox.gitFails("merge", ["-q", "other"])
    try expectRefusal(.operationInProgress, hint: "git merge --abort", in: sandbox, engine)
    try sandbox.git("merge", ["--quit"])
    try expectRefusal(.unmergedFiles, hint: "git add 'a'", in: sandbox, engine)
  }

  @Test func refusesDuringARebase() throws {
    let sandbox = try makeConflict()
    try sandbox.gitFails("rebase", ["-q", "other"])
    try expectRefusal(.operationInProgress, hint: "git rebase --continue", in: sandbox)
    try sandbox.git("rebase", ["--abort"])
    try sandbox.gitFails("rebase", ["-q", "--apply", "other"])
    try expectRefusal(.operationInProgress, hint: "git rebase --continue", in: sandbox)
  }

  @Test(arguments: ["cherry-pick", "revert"])
  func refusesDuringACherryPickOrRevert(_ command: String) throws {
    let sandbox = try makeConflict()
    try sandbox.gitFails(command, ["other"])
    try expectRefusal(.operationInProgress, hint: "git \(command) --abort", in: sandbox)
  }

  @Test func refusesDuringAnOperationOfALinkedWorktreeThereOnly() throws {
    let sandbox = try makeConflict()
    try sandbox.git("worktree", ["add", "-q", "../linked"])
    try sandbox.gitFails("merge", ["-q", "other"], in: "linked")
    expectError(.operationInProgress) {
      try sandbox.open("linked").checkCanCommit(message: "m")
    }
    try sandbox.open().checkCanCommit(message: "m")
  }

  @Test(arguments: engines)
  func refusesWhileTheIndexIsLocked(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1"])
    try sandbox.write("repo/.git/index.lock", "")
    try expectRefusal(.indexLocked, hint: "rm -f", in: sandbox, engine)
  }

  @Test(arguments: engines)
  func refusesWithoutAnIdentity(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1"])
    try sandbox.git("config", ["user.useConfigOnly", "true"])
    try sandbox.git("config", ["--global", "--unset", "user.email"])
    try expectRefusal(.identityMissing, hint: "user.email", in: sandbox, engine)
  }

  @Test func takesTheIdentityFromTheEnvironment() throws {
    let sandbox = try GitSandbox([
      "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.com",
      "GIT_COMMITTER_NAME": "Con", "GIT_COMMITTER_EMAIL": "con@example.com",
    ])
    try sandbox.initialize(files: ["a": "1"])
    try sandbox.git("config", ["--global", "--remove-section", "user"])
    let edit = replacing(sandbox.root.appending("repo/x.dvc"), with: "1")
    #expect(try sandbox.open().commitOnly([edit], message: "m")?.output == "")
    #expect(
      try sandbox.git("log", ["-1", "--format=%an %ae %cn %ce"])
        == "Ann ann@example.com Con con@example.com\n")
  }

  @Test(arguments: ["", " \n\t\n"])
  func refusesAnEmptyMessage(_ message: String) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1"])
    try expectRefusal(.emptyMessage, message: message, in: sandbox)
  }

  @Test func refusesABareRepository() throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize("bare.git", ["--bare"])
    expectError(.bareRepository) { try sandbox.open("bare.git").checkCanCommit(message: "m") }
  }

  @Test func saysThatHooksNeedTheProgram() throws {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize(files: ["a": "1"])
    try sandbox.write("repo/.git/hooks/pre-commit", "#!/bin/sh\n", mode: 0o755)
    let directory = try #require(GitDirectory.find(from: root))
    let environment = sandbox.environment.merging(["PATH": "/nowhere"]) { $1 }
    let repository = try GitRepository(directory, environment: environment)
    let error = #expect(throws: SourceControlError.self) {
      try repository.checkCanCommit(message: "m")
    }
    #expect(error?.code == .programMissing)
    #expect(error?.userError.message.contains("pre-commit") == true)
  }
}
