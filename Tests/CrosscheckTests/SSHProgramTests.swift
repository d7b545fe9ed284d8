import Basics
import FileAccess
import Glibc
import Hashing
import SystemPackage
import TestSupport
import Testing

/// The whole program with an SSH remote: questions on a terminal, signals, and sudden ends.
@Suite struct SSHProgramTests {
  private let sandbox: Sandbox
  private let project: FilePath
  private let server: SSHServer

  init() async throws {
    server = try StoryServer.shared.get()
    sandbox = try Sandbox(cairn: builtProgram)
    project = sandbox.root.appending("project")
    try makeDirectories(project.appending("d"))
    for number in 1...20 {
      try writeAtomically(Array("file \(number)".utf8), to: project.appending("d/\(number)"))
    }
    try useConfiguration(server.clientLines())
    try await cairn("init", "-q", "--no-scm")
    try await cairn("remote", "add", "-q", "-d", "s", "ssh://storage\(sandbox.root)/storage")
    try await cairn("add", "-q", "d")
  }

  private func useConfiguration(_ lines: String) throws {
    let client = try SSHClientFiles(in: sandbox.root.appending("client"), lines)
    let programs = sandbox.root.appending("etc/programs")
    try makeDirectories(programs)
    let script = String(decoding: try readFile(client.program), as: UTF8.self)
    try writeProgram(script, to: programs.appending("ssh"))
  }

  @discardableResult
  private func cairn(
    _ arguments: String..., with variables: [String: String] = [:], exits status: Int = 0
  ) async throws -> ProcessResult {
    let result = try await runProcess(
      [sandbox.program(named: "cairn").string] + arguments, cwd: project,
      env: sandbox.environment(adding: variables))
    #expect(result.status == status, "\(arguments): \(result)")
    return result
  }

  /// Runs a command on a terminal, and types `answer` when `question` is shown.
  private func onTerminal(
    _ question: String, _ answer: String, _ arguments: String...
  ) async throws -> ProcessResult {
    let script = projectRoot.appending("fixtures/pty-run.py").string
    let command = [sandbox.program(named: "cairn").string] + arguments
    return try await runProcess(
      ["python3", script, question, answer] + command, cwd: project,
      env: sandbox.environment(adding: [:]))
  }

  private var stored: [String] {
    get throws {
      guard try FileStatus.ifExists(at: sandbox.root.appending("storage")) != nil else { return [] }
      return try TreeSnapshot(of: sandbox.root.appending("storage")).entries.compactMap {
        if case .file = $0.value { $0.key.string } else { nil }
      }
    }
  }

  @Test func asksForAPassphraseOnce() async throws {
    try useConfiguration(server.clientLines(key: server.protectedKey))
    try await cairn("remote", "modify", "s", "ask_passphrase", "true")
    let result = try await onTerminal("Enter a passphrase for storage:", "secret\\n", "push")
    #expect(result.status == 0, "\(result)")
    #expect(result.out.contains("21 files pushed"))
    #expect(!result.out.contains("secret"))
    #expect(try stored.count == 21)
  }

  @Test func letsSSHAskOnTheTerminal() async throws {
    try useConfiguration(server.clientLines(key: server.protectedKey))
    let result = try await onTerminal("Enter passphrase for key", "secret\\n", "push")
    #expect(result.status == 0, "\(result)")
    #expect(try stored.count == 21)
  }

  @Test func takesAPassphraseFromTheConfiguration() async throws {
    try useConfiguration(server.clientLines(key: server.protectedKey))
    try await cairn("remote", "modify", "--local", "s", "passphrase", "secret")
    try await cairn("push")
    #expect(try stored.count == 21)
    try await cairn("remote", "modify", "--local", "s", "passphrase", "wrong")
    let result = try await cairn("push", "--recheck", exits: 255)
    #expect(result.err.contains("Permission denied (publickey)"))
  }

  @Test(arguments: ["Enter a passphrase for storage:", "Enter passphrase for key"])
  func letsCtrlCEndAQuestion(_ question: String) async throws {
    try useConfiguration(server.clientLines(key: server.protectedKey))
    if question.hasPrefix("Enter a") {
      try await cairn("remote", "modify", "s", "ask_passphrase", "true")
    }
    let result = try await onTerminal(question, "\\x03", "push")
    #expect(result.status == 252, "\(result)")
    #expect(try stored == [])
  }

  @Test func asksNobodyWithoutATerminal() async throws {
    try useConfiguration(server.clientLines(key: server.protectedKey))
    let result = try await cairn("push", exits: 255)
    #expect(result.err.contains("Permission denied (publickey)"))
  }

  @Test func namesARemoteThatLetsNobodyInOnce() async throws {
    try await cairn("push")
    try removeTree(project.appending(".dvc/cache"))
    try useConfiguration(server.clientLines(key: server.strangeKey))
    let result = try await cairn("fetch", exits: 1)
    #expect(
      result.err.split(separator: "\n").filter { $0.contains("Permission denied") }.count == 1)
    let distinct = try await cairn("push", "--recheck", with: ["CAIRN_EXIT_CODES": "1"], exits: 12)
    #expect(distinct.err.contains("Permission denied"))
  }

  /// DVC sometimes crashes on this, so no story can tell it.
  @Test func namesWhatIsOnNeitherSide() async throws {
    try await cairn("push")
    let digest = Digest(of: "file 7".utf8).description
    let object = "files/md5/\(digest.prefix(2))/\(digest.dropFirst(2))"
    try removeTree(sandbox.root.appending("storage/\(object)"))
    try removeTree(project.appending(".dvc/cache"))
    try removeTree(project.appending("d"))
    let result = try await cairn("pull", exits: 1)
    #expect(result.err.contains("failed to transfer '\(digest)'"))
    #expect(result.err.contains("needed for: d/7"))
    #expect(result.out.contains("20 files fetched"))  // the other 19, and the list
  }

  @Test func leavesNothingHalfWrittenWhenItIsInterrupted() async throws {
    try await cairn("push", with: ["CAIRN_FAIL_POINT": "sftp-publish:interrupt:5"], exits: 252)
    #expect(try stored.allSatisfy { $0.hasPrefix("files/md5/") && !$0.hasSuffix(".tmp") })
    try await cairn("push")
    #expect(try stored.count == 21)
  }

  /// What a killed run left lies out of the way, and `ssh` does not outlive it.
  @Test func finishesWhatAKilledRunBegan() async throws {
    try await cairn("push", with: ["CAIRN_FAIL_POINT": "sftp-publish:kill:5"], exits: 128 + 9)
    let left = try stored
    #expect(left.allSatisfy { $0.hasPrefix("files/md5/") || $0.hasPrefix(".cairn/tmp/") })
    try await cairn("push")
    #expect(try stored.filter { $0.hasPrefix("files/md5/") }.count == 21)
    try removeTree(project.appending(".dvc/cache"))
    try removeTree(project.appending("d"))
    try await cairn("pull")
    try await cairn("status", "-q")
  }
}
