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

  /// The files of the remote, by their names alone: a server may still be at work there.
  private var stored: [String] {
    get throws {
      let storage = sandbox.root.appending("storage")
      return try FileStatus.ifExists(at: storage) == nil ? [] : filesBelow(storage)
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

  @Test func saysOnceThatAnAccountMayOnlyRead() async throws {
    let readOnly = try SSHServer(.readOnly)
    defer { readOnly.stop() }
    try useConfiguration(readOnly.clientLines())
    let result = try await cairn("push", exits: 1)
    let lines = result.err.split(separator: "\n").filter { $0.contains("Permission denied") }
    #expect(lines.count == 1, "\(result)")
    #expect(lines.first?.contains("may only read") == true)
    #expect(try stored == [])
  }

  /// `ssh` asks; the user whom the server knows has root's number.
  @Test(.enabled(if: getuid() == 0 || variable("CI") == "true"))
  func letsSSHAskForAPassword() async throws {
    let server = try SSHServer(.password)
    defer { server.stop() }
    let (name, password) = SSHServer.passwordUser
    try useConfiguration(server.clientLines())
    try await cairn("remote", "modify", "s", "user", name)
    let asked = try await onTerminal("'s password:", password + "\\n", "push", "-v")
    #expect(asked.status == 0, "\(asked)")
    #expect(!asked.out.contains(password))
    #expect(asked.out.contains("SFTP, for there is no 'cairn serve'"))
    #expect(try stored.count == 21)
  }

  @Test func pushesAndPullsThroughServe() async throws {
    let serving = try SSHServer(.serving)
    defer { serving.stop() }
    try useConfiguration(serving.clientLines())
    let push = try await cairn("push", "-v")
    #expect(push.err.contains("ssh to 'storage': cairn serve"))
    #expect(try stored.count == 21)
    try removeTree(project.appending(".dvc/cache"))
    try removeTree(project.appending("d"))
    let plain = try await cairn("pull", "-v", "--sftp")
    #expect(plain.err.contains("ssh to 'storage': SFTP, as was asked for"))
    try removeTree(project.appending(".dvc/cache"))
    try await cairn("fetch")
    try await cairn("status", "-q")
    let check = try await cairn("push", "--recheck")
    #expect(check.out.contains("Everything is up to date."))
  }

  /// With 64 descriptors, of which `ssh` and its pipes take some.
  @Test(arguments: [SSHServer.Mode.normal, .serving])
  func fewDescriptorsAreEnough(_ mode: SSHServer.Mode) async throws {
    let server = try SSHServer(mode)
    defer { server.stop() }
    try useConfiguration(server.clientLines())
    for number in 21...1000 {
      try writeAtomically(Array("file \(number)".utf8), to: project.appending("d/\(number)"))
    }
    try await cairn("add", "-q", "d")
    let program = sandbox.program(named: "cairn").string
    for words in ["push", "fetch"] {
      if words == "fetch" { try removeTree(project.appending(".dvc/cache")) }
      let result = try await runProcess(
        ["/bin/sh", "-c", "ulimit -n 64 && exec '\(program)' \(words)"], cwd: project,
        env: sandbox.environment(adding: [:]))
      #expect(result.status == 0, "\(words): \(result)")
      #expect(result.out.hasPrefix("1001 files"), "\(words): \(result)")
    }
  }
}
