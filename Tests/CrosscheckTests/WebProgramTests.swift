import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

/// The whole program with remotes on a web server: what one clone pushes another one pulls.
@Suite(.enabled(if: ApacheServer.isExpected))
struct WebProgramTests {
  private let sandbox: Sandbox
  private let first: FilePath
  private let second: FilePath
  private let server: ApacheServer

  init() async throws {
    server = try await ApacheServer.shared.value()
    sandbox = try Sandbox(cairn: builtProgram)
    (first, second) = (sandbox.root.appending("first"), sandbox.root.appending("second"))
    try makeDirectories(first.appending("d/sub"))
    for number in 1...40 {
      let path = first.appending(number % 2 == 0 ? "d/\(number)" : "d/sub/\(number)")
      try writeAtomically(Array("file \(number)".utf8), to: path)
    }
    let large = [UInt8](unsafeUninitializedCapacity: 6 << 20) { buffer, count in
      for index in buffer.indices { buffer[index] = UInt8(truncatingIfNeeded: index / 251) }
      count = buffer.count
    }
    try writeAtomically(large, to: first.appending("large"))
    try await cairn(first, "init", "-q", "--no-scm")
    try await cairn(first, "add", "-q", "d", "large")
  }

  @discardableResult
  private func cairn(
    _ directory: FilePath, _ arguments: String..., exits status: Int = 0
  ) async throws -> ProcessResult {
    let result = try await runProcess(
      [sandbox.program(named: "cairn").string] + arguments, cwd: directory,
      env: sandbox.environment(adding: [:]))
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
      ["python3", script, question, answer] + command, cwd: first,
      env: sandbox.environment(adding: [:]))
  }

  private func count(_ words: String, in text: String) -> Int {
    text.split(separator: words, omittingEmptySubsequences: false).count - 1
  }

  /// Has a remote ask for the password of `ApacheServer.user`; returns the question.
  private func askForPassword(_ kind: String) async throws -> String {
    let place = "\(server.endpoint.drop { $0 != ":" })/basic/\(uniqueToken())"
    try await cairn(first, "remote", "add", "-q", "-d", "s", kind + place)
    try await cairn(first, "remote", "modify", "s", "user", ApacheServer.user.name)
    try await cairn(first, "remote", "modify", "s", "ask_password", "true")
    if kind == "http" {
      try await cairn(first, "remote", "modify", "s", "auth", "basic")
      try await cairn(first, "remote", "modify", "s", "method", "PUT")
    }
    let host = kind == "http" ? kind + place : server.endpoint
    return "Enter a password for host '\(host)' user 'ann':"
  }

  /// Another project with the same pointer files and configuration, and nothing in its cache.
  private func clone() async throws {
    let result = try await runProcess(
      [
        "sh", "-euc",
        "mkdir -p second/.dvc; cp first/*.dvc second; cp first/.dvc/config second/.dvc",
      ],
      cwd: sandbox.root, env: sandbox.environment(adding: [:]))
    #expect(result.status == 0, "\(result)")
  }

  @Test(arguments: ["webdav", "webdavs", "http", "https"])
  func sharesData(_ kind: String) async throws {
    let isEncrypted = kind.hasSuffix("s")
    let endpoint = isEncrypted ? server.encryptedEndpoint : server.endpoint
    let way = kind.hasPrefix("webdav") ? "dav" : "http"
    let url = "\(kind)\(endpoint.drop { $0 != ":" })/\(way)/\(uniqueToken())/storage"
    try await cairn(first, "remote", "add", "-q", "-d", "s", url)
    if isEncrypted {
      try await cairn(first, "remote", "modify", "s", "ssl_verify", server.authority.string)
    }
    if way == "http" { try await cairn(first, "remote", "modify", "s", "method", "PUT") }
    #expect(try await cairn(first, "push").out.contains("42 files pushed"))
    #expect(try await cairn(first, "push").out.contains("Everything is up to date."))
    try await clone()
    #expect(try await cairn(second, "pull").out.contains("42 files fetched"))
    let pulled = try await runProcess(
      ["diff", "-r", "first", "second", "-x", ".dvc", "-x", ".dvcignore"], cwd: sandbox.root,
      env: sandbox.environment(adding: [:]))
    #expect(pulled.status == 0, "\(pulled)")
    #expect(try await cairn(second, "status", "-c").out.contains("in sync"))
  }

  @Test(arguments: ["webdav", "http"])
  func asksForAPasswordOnce(_ kind: String) async throws {
    let question = try await askForPassword(kind)
    let password = ApacheServer.user.password
    let result = try await onTerminal(question, password + "\\n", "push")
    #expect(result.status == 0, "\(result)")
    #expect(result.out.contains("42 files pushed"))
    #expect(count("Enter a password", in: result.out) == 1)
    #expect(!result.out.contains("sesame"))
  }

  @Test(arguments: ["webdav", "http"])
  func saysOnceThatAPasswordIsWrong(_ kind: String) async throws {
    let question = try await askForPassword(kind)
    let result = try await onTerminal(question, "no-sesame\\n", "push")
    #expect(result.status == 255, "\(result)")
    #expect(count("Enter a password", in: result.out) == 1)
    #expect(count("401, message='Unauthorized'", in: result.out) == 1)
    #expect(!result.out.contains("sesame"))
  }

  @Test(arguments: ["webdav", "http"])
  func letsCtrlCEndAQuestion(_ kind: String) async throws {
    let question = try await askForPassword(kind)
    let result = try await onTerminal(question, "\\x03", "push")
    #expect(result.status == 252, "\(result)")
    #expect(count("Enter a password", in: result.out) == 1)
  }

  @Test func asksNobodyWithoutATerminal() async throws {
    _ = try await askForPassword("webdav")
    let result = try await cairn(first, "push", exits: 255)
    #expect(result.err.contains("the remote's 'ask_password' needs a terminal to ask on"))
  }

  @Test func asksForThePassphraseOfAKeyOnce() async throws {
    let files = try await TestCertificates.shared.value()
    let url = "webdavs\(server.certifiedEndpoint.drop { $0 != ":" })/dav/\(uniqueToken())"
    try await cairn(first, "remote", "add", "-q", "-d", "s", url)
    for (option, path) in [
      ("ssl_verify", server.authority), ("cert_path", files.user),
      ("key_path", files.lockedUserKey),
    ] {
      try await cairn(first, "remote", "modify", "s", option, path.string)
    }
    let question = "Enter a passphrase for '\(files.lockedUserKey)':"
    let result = try await onTerminal(question, TestCertificates.passphrase + "\\n", "push")
    #expect(result.status == 0, "\(result)")
    #expect(result.out.contains("42 files pushed"))
    #expect(count("Enter a passphrase", in: result.out) == 1)
    #expect(!result.out.contains("sesame"))
    let wrong = try await onTerminal(question, "wrong\\n", "push", "--recheck")
    #expect(wrong.status == 255, "\(wrong)")
    #expect(wrong.out.contains("`cert_path` and `key_path`"))
  }

  /// The interruption comes from the command itself, and is for Cairn alone.
  @Test func endsACommandForATokenWhenItIsInterrupted() async throws {
    let command = first.appending("token")
    try writeProgram(
      "#!/bin/sh\nsleep 1000 &\necho $! >started\nkill -INT $PPID\nwait\n", to: command)
    let url = "webdav\(server.endpoint.drop { $0 != ":" })/dav/\(uniqueToken())"
    try await cairn(first, "remote", "add", "-q", "-d", "s", url)
    try await cairn(first, "remote", "modify", "s", "bearer_token_command", command.string)
    try await cairn(first, "push", exits: 252)
    let started = String(decoding: try readFile(first.appending("started")), as: UTF8.self)
    let number = started.split(separator: "\n").first ?? ""
    #expect(try await hasEnded(number))
  }

  @Test func collectsOverWebDAV() async throws {
    let url = "webdav\(server.endpoint.drop { $0 != ":" })/dav/\(uniqueToken())"
    try await cairn(first, "remote", "add", "-q", "-d", "s", url)
    try await cairn(first, "push")
    try await cairn(first, "remove", "-q", "d.dvc")
    #expect(try await cairn(first, "gc", "-w", "-c", "-f").status == 0)
    try await clone()
    #expect(try await cairn(second, "pull").out.contains("1 file fetched"))
    #expect(try await cairn(first, "add", "-q", "d").status == 0)
    #expect(try await cairn(first, "push").out.contains("41 files pushed"))
  }
}
