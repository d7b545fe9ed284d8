import Basics
import FileAccess
import Glibc
import Hashing
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// OpenSSH's `ssh` and `sshd` in all their moods.
struct SSHTransportTests {
  private let scratch: TemporaryDirectory
  private let root: FilePath

  init() throws {
    scratch = try TemporaryDirectory()
    root = try scratch.makeDirectory("remote")
  }

  /// A transport through an `ssh` whose configuration is `lines`.
  private func transport(
    _ lines: String, host: String = "storage", path: FilePath? = nil,
    _ change: (inout SSHOptions) -> Void = { _ in }
  ) throws -> SFTPTransport {
    let client = try SSHClientFiles(in: scratch.path.appending("client"), lines)
    var options = SSHOptions(host: host, path: (path ?? root).string)
    change(&options)
    let connector = SSHConnector(
      options, environment: client.environment, helper: builtProgram, mayAsk: { false })
    return SFTPTransport(connector, root: options.path)
  }

  private func roundTrip(_ transport: SFTPTransport) async throws {
    let bytes = sampleBytes(300_000)
    let check = ContentCheck(.md5, Digest(of: bytes))
    let key = try #require(ObjectKey("files/a"))
    try await transport.upload(.bytes(bytes), to: key, verifying: check)
    let collector = ByteCollector()
    _ = try await transport.download(key, into: collector.receive)
    #expect(collector.bytes == bytes)
    await transport.close()
  }

  private func failure(_ transport: SFTPTransport) async throws -> TransportError {
    let key = try #require(ObjectKey("files/a"))
    let error = await #expect(throws: TransportError.self) { _ = try await transport.stat(key) }
    await transport.close()
    return try #require(error)
  }

  @Test(arguments: [SSHServer.Mode.normal, .sftpOnly, .noted])
  func works(_ mode: SSHServer.Mode) async throws {
    let server = try SSHServer(mode)
    defer { server.stop() }
    try await roundTrip(transport(server.clientLines()))
  }

  @Test(.enabled(if: getuid() == 0 || variable("CI") == "true"))
  func worksInAnotherRootDirectory() async throws {
    let server = try SSHServer(.chrooted)
    defer { server.stop() }
    try await roundTrip(transport(server.clientLines(), path: "/data/remote"))
    #expect(try filesBelow(#require(server.jailedData)) == ["remote/files/a"])
    let outside = try transport(server.clientLines(), path: "/elsewhere/remote")
    let key = try #require(ObjectKey("a"))
    await expect(.noRoot) { () async throws(TransportError) in
      _ = try await outside.stat(key)
    }
    await outside.close()
  }

  /// Further sessions are refused; one or two do it all.
  @Test(arguments: [SSHServer.Mode.oneSession, .twoSessions])
  func makesDoWithTheSessionsThatAServerAllows(_ mode: SSHServer.Mode) async throws {
    let server = try SSHServer(mode)
    defer { server.stop() }
    let transport = try transport(server.clientLines())
    let results = await concurrentMap(Array(0..<200), width: transport.traits.width) { number in
      let key = try #require(ObjectKey("\(number % 3)/\(number)"))
      try await transport.upload(.bytes([UInt8(number)]), to: key, verifying: nil)
      #expect(try await transport.stat(key)?.size == 1)
    }
    for result in results { try result.get() }
    await transport.close()
    #expect(try filesBelow(root).count == 200)
  }

  @Test func opensNoMoreSessionsThanTheOptionAllows() async throws {
    let server = try SSHServer(.noted)
    defer { server.stop() }
    let transport = try transport(server.clientLines()) { $0.maxSessions = 4 }
    let results = await concurrentMap(Array(0..<200), width: transport.traits.width) { number in
      let key = try #require(ObjectKey("\(number)"))
      try await transport.upload(.bytes([UInt8(number)]), to: key, verifying: nil)
    }
    for result in results { try result.get() }
    await transport.close()
    #expect(try (1...2).contains(server.sessions().count))
    #expect(try Set(server.sessions()).count == 1)
  }

  /// When answers take long, more sessions are opened than one.
  @Test func opensMoreSessionsForManyTransfers() async throws {
    let server = try SSHServer(.noted)
    defer { server.stop() }
    let transport = try transport(server.clientLines())
    let deadline = ContinuousClock.now + .seconds(60)
    repeat {
      let results = await concurrentMap(Array(0..<400), width: transport.traits.width) { number in
        let key = try #require(ObjectKey("\(number)"))
        try await transport.upload(.bytes([UInt8(number % 256)]), to: key, verifying: nil)
      }
      for result in results { try result.get() }
    } while try server.sessions().count < 2 && ContinuousClock.now < deadline
    await transport.close()
    #expect(try (2...8).contains(server.sessions().count))
    #expect(server.stopAndCountLogins() == 1)
  }

  @Test func logsInWithTheKeysOfAnAgent() async throws {
    let server = try SharedServers.normal.get()
    let socket = scratch.path.appending("agent")
    let agent = try BoundProcess(["ssh-agent", "-D", "-a", socket.string])
    defer { agent.end() }
    var added: ProcessResult
    repeat {
      try #require(!agent.hasEnded, "\(agent.log)")
      try await Task.sleep(for: .milliseconds(10))
      added = try await runProcess(
        ["ssh-add", server.userKey.string], cwd: scratch.path,
        env: ["SSH_AUTH_SOCK": socket.string, "PATH": "/usr/bin:/bin"])
    } while added.status == 2  // while nobody listens at the socket
    #expect(added.status == 0, "\(added)")
    let lines =
      "Host storage\n  IdentityAgent \(socket)\n  IdentitiesOnly no\n"
      + server.clientLines(key: server.strangeKey)
    try await roundTrip(transport(lines))
    let error = try await failure(transport(lines) { $0.usesAgent = false })
    #expect(error.kind == .credentials)
  }

  @Test func goesThroughJumpHosts() async throws {
    let (server, jump) = (try SSHServer(), try SSHServer(.jump))
    defer { for each in [server, jump] { each.stop() } }
    let known = try scratch.write(
      readFile(server.knownHosts) + readFile(jump.knownHosts), to: "known_hosts")
    let lines = """
      Host storage
        ProxyJump jump
      Host jump
        HostName 127.0.0.1
        Port \(jump.port)
        User \(jump.user)
        IdentityFile \(jump.userKey)

      """
    try await roundTrip(transport(lines + server.clientLines(knownHosts: known)))
  }

  @Test func refusesToWriteWhereItMayNot() async throws {
    let server = try SSHServer(.readOnly)
    defer { server.stop() }
    let transport = try transport(server.clientLines())
    let key = try #require(ObjectKey("a"))
    await expect(.denied) { () async throws(TransportError) in
      try await transport.upload(.bytes([1]), to: key, verifying: nil)
    }
    await transport.close()
  }

  @Test func saysThatAServerHasNoSFTP() async throws {
    let server = try SSHServer(.noSFTP)
    defer { server.stop() }
    let error = try await failure(transport(server.clientLines()))
    #expect(error.kind == .unsupported)
    #expect(error.detail == "ssh to 'storage': the server offers no SFTP")
  }

  @Test func saysThatStartUpFilesPrint() async throws {
    let server = try SSHServer(.chatty)
    defer { server.stop() }
    let error = try await failure(transport(server.clientLines()))
    #expect(error.kind == .failed)
    #expect(error.detail.contains("the server sent 'Welcome to the machine"))
  }

  @Test func saysThatNobodyAnswers() async throws {
    let port = try RefusingPort()
    defer { withExtendedLifetime(port) {} }
    let refused = try await failure(
      transport("Host storage\n  HostName 127.0.0.1\n  Port \(port.number)\n"))
    #expect(refused.kind == .unreachable)
    #expect(refused.detail.hasSuffix("Connection refused"))
    let unknown = try await failure(transport("", host: "no-such-host.invalid"))
    #expect(unknown.kind == .unreachable)
  }

  @Test func saysThatSSHIsMissing() async throws {
    let connector = SSHConnector(
      SSHOptions(host: "storage", path: ""), environment: ["PATH": "/nowhere"], mayAsk: { false })
    let error = try await failure(SFTPTransport(connector, root: []))
    #expect(error.userError.hints.count == 1)
  }

  @Test func leavesNoProgramBehind() async throws {
    let transport = try transport(SharedServers.normal.get().clientLines())
    _ = try await transport.list(prefix: "")
    #expect(try !programs().isEmpty)
    await transport.close()
    #expect(try programs().isEmpty)
  }

  /// The `ssh` of this test that are running.
  private func programs() throws -> [String] {
    let settings = scratch.path.appending("client/ssh_config").string
    return try DirectoryNames(of: OpenFile("/proc", .list, flags: O_RDONLY)).names
      .compactMap { name in
        let file = FilePath("/proc").appending(pathBytes: name).appending("cmdline")
        // Those that have just ended, and what is no process, have none.
        return (try? readFile(file)).map { String(decoding: $0, as: UTF8.self) }
      }
      .filter { $0.contains(settings) }
  }
}

/// Host keys: known, unknown, changed.
extension SSHTransportTests {
  @Test func refusesAnUnknownHostKeyAndSaysHowToTakeItIn() async throws {
    let server = try SSHServer()
    defer { server.stop() }
    let known = try scratch.write("", to: "known_hosts")
    let lines = server.clientLines(knownHosts: known)
    let error = try await failure(transport(lines))
    #expect(error.kind == .unreachable)
    #expect(error.detail == "ssh to 'storage': the host's key is not known")
    try await follow(error.userError.hints)
    try await roundTrip(transport(lines))
  }

  @Test func refusesAChangedHostKeyAndSaysHowToForgetTheOldOne() async throws {
    let (server, other) = (try SSHServer(), try SSHServer())
    defer { for each in [server, other] { each.stop() } }
    let wrong = try readFile(other.directory.appending("host.pub"))
    let known = try scratch.write(
      Array("[127.0.0.1]:\(server.port) ".utf8) + wrong, to: "known_hosts")
    let lines = server.clientLines(knownHosts: known)
    let error = try await failure(transport(lines))
    #expect(error.kind == .unreachable)
    #expect(error.detail.contains("is not the one that is known"))
    try await follow(error.userError.hints)
    try await roundTrip(transport(lines))
  }

  /// Runs the commands that a remedy consists of, as pasted into a shell.
  private func follow(_ hints: [String]) async throws {
    for command in hints where command.hasPrefix("    ") {
      let result = try await runProcess(["/bin/sh", "-c", command], cwd: scratch.path)
      #expect(result.status == 0, "\(command): \(result)")
    }
  }
}

/// Keys, passphrases and passwords.
extension SSHTransportTests {
  @Test func saysThatAKeyIsNotTaken() async throws {
    let server = try SharedServers.normal.get()
    let error = try await failure(transport(server.clientLines(key: server.strangeKey)))
    #expect(error.kind == .credentials)
    #expect(error.detail.contains("Permission denied (publickey)"))
  }

  @Test func usesTheKeyOfTheConfiguration() async throws {
    let server = try SharedServers.normal.get()
    let transport = try transport(server.clientLines(key: server.strangeKey)) { options in
      options.keyFile = server.userKey
    }
    try await roundTrip(transport)
  }

  @Test func namesAKeyThatCannotBeRead() async throws {
    let transport = try transport(SharedServers.normal.get().clientLines()) { options in
      options.keyFile = "/no/such/key"
    }
    let error = try await failure(transport)
    #expect(error.kind == .credentials)
    #expect(error.detail.contains("'/no/such/key'"))
  }

  @Test func opensAProtectedKeyWithItsPassphrase() async throws {
    let server = try SharedServers.normal.get()
    let lines = server.clientLines(key: server.protectedKey)
    try await roundTrip(transport(lines) { $0.passphrase = "secret" })
    for passphrase in ["wrong", nil] {
      let error = try await failure(transport(lines) { $0.passphrase = passphrase })
      #expect(error.kind == .credentials)
    }
  }

  @Test func needsATerminalToAsk() async throws {
    let lines = try SharedServers.normal.get().clientLines()
    let password = try await failure(transport(lines) { $0.asksPassword = true })
    #expect(password.kind == .credentials)
    #expect(password.detail == "the remote's 'ask_password' needs a terminal to ask on")
    let passphrase = try await failure(transport(lines) { $0.asksPassphrase = true })
    #expect(passphrase.detail == "the remote's 'ask_passphrase' needs a terminal to ask on")
  }

  @Test func takesAnUnknownHostKeyForNoQuestionOfAPassword() async throws {
    let server = try SharedServers.normal.get()
    let known = try scratch.write("", to: "known_hosts")
    let lines = server.clientLines(key: server.protectedKey, knownHosts: known)
    let error = try await failure(transport(lines) { $0.passphrase = "secret" })
    #expect(error.detail == "ssh to 'storage': the host's key is not known")
  }
}

/// Passwords need a server that knows a user of its own, which takes root.
@Suite(.enabled(if: getuid() == 0 || variable("CI") == "true"))
struct SSHPasswordTests {
  private static let server = Result { try SSHServer(.password) }

  private func error(password: String?) async throws -> TransportError? {
    let server = try Self.server.get()
    let scratch = try TemporaryDirectory()
    let client = try SSHClientFiles(in: scratch.path, server.clientLines())
    var options = SSHOptions(host: "storage", path: "")
    options.user = SSHServer.passwordUser.name
    options.password = password
    let connector = SSHConnector(
      options, environment: client.environment, helper: builtProgram, mayAsk: { false })
    let transport = SFTPTransport(connector, root: Array("inner".utf8))
    let key = try #require(ObjectKey("a"))
    do throws(TransportError) {
      try await transport.upload(.bytes([1]), to: key, verifying: nil)
      #expect(try await transport.stat(key)?.size == 1)
    } catch {
      return error
    }
    await transport.close()
    return nil
  }

  @Test func logsInWithAPassword() async throws {
    #expect(try await error(password: SSHServer.passwordUser.password) == nil)
  }

  @Test(arguments: ["wrong", nil])
  func saysThatAPasswordIsWrongOrMissing(_ password: String?) async throws {
    let error = try await error(password: password)
    #expect(error?.kind == .credentials)
    #expect(error?.detail.contains("Permission denied (") == true)
  }
}

/// Connections that break.
extension SSHTransportTests {
  @Test func connectsAnewAfterTheConnectionWasCut() async throws {
    let server = try SSHServer(.noted)
    defer { server.stop() }
    let inner = try transport(server.clientLines())
    let transport = RetryingTransport(inner)
    let key = try #require(ObjectKey("a"))
    let bytes = sampleBytes(16 << 20)  // more than is on its way at a time
    let check = ContentCheck(.md5, Digest(of: bytes))
    let counter = ByteCounter { try? server.cutConnections() }  // if not, the count tells
    try await transport.upload(.bytes(bytes), to: key, verifying: check, progress: counter)
    let collector = ByteCollector()
    let hasCut = Atomic<Bool>(false)
    _ = try await transport.download(key) { piece in
      if !hasCut.exchange(true, ordering: .relaxed) { try server.cutConnections() }
      collector.receive(piece)
    }
    #expect(collector.bytes == bytes)
    #expect(try Set(server.sessions()).count == 3)
    await transport.close()
  }

  /// What was complete when the connection broke is not sent again.
  @Test(arguments: [SSHServer.Mode.noted, .servingOnly])
  func sendsNoCompletedObjectTwice(_ mode: SSHServer.Mode) async throws {
    let server = try SSHServer(mode)
    defer { server.stop() }
    let client = try SSHClientFiles(in: scratch.path.appending("client"), server.clientLines())
    let request = TransportRequest(url: "ssh://storage\(root)", environment: client.environment)
    let transport = RetryingTransport(try SSHTransport(request: request))
    let sent = ByteCounter()
    let results = await concurrentMap(Array(0..<60), width: 4) { number in
      if number == 30 { try server.cutConnections() }
      let bytes = sampleBytes(40_000, seed: UInt64(number))
      let key = try #require(ObjectKey("\(number)"))
      let check = ContentCheck(.md5, Digest(of: bytes))
      let attempts = AttemptCounter()
      try await transport.upload(.bytes(bytes), to: key, verifying: check, progress: attempts)
      sent.observe(.advanced(files: 0, bytes: attempts.bytes))
    }
    for result in results { try result.get() }
    await transport.close()
    #expect(try filesBelow(root).filter { !$0.hasPrefix(".cairn/") }.count == 60)
    // Four were on their way when the connections broke, at most.
    #expect((60 * 40_000...64 * 40_000).contains(sent.bytes))
  }

  /// One that nobody closes ends its connection all the same, and takes its socket with it.
  @Test(arguments: [SSHServer.Mode.normal, .serving])
  func leavesNoConnectionWhenItIsDropped(_ mode: SSHServer.Mode) async throws {
    let server = try SSHServer(mode)
    defer { server.stop() }
    let client = try SSHClientFiles(in: scratch.path.appending("client"), server.clientLines())
    let sockets = try scratch.makeDirectory("sockets")
    let environment = client.environment.merging(["XDG_RUNTIME_DIR": sockets.string]) { $1 }
    try await useOnce(TransportRequest(url: "ssh://storage\(root)", environment: environment))
    let deadline = ContinuousClock.now + .seconds(60)
    while try names(in: sockets) > 0, .now < deadline {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(try names(in: sockets) == 0)
  }

  private func names(in directory: FilePath) throws -> Int {
    try DirectoryNames(of: OpenFile(directory: directory)).indices.count
  }

  private func useOnce(_ request: TransportRequest) async throws {
    let transport = try SSHTransport(request: request)
    let key = try #require(ObjectKey("a"))
    try await transport.upload(.bytes([1]), to: key, verifying: nil)
    let sockets = try #require(request.environment["XDG_RUNTIME_DIR"])
    #expect(try names(in: FilePath(sockets)) == 1)
  }

  /// A server that is there and says nothing is not waited for without end.
  @Test func givesUpOnAServerThatStopped() async throws {
    let server = try SSHServer(.noted)
    defer { server.stop() }
    let transport = try transport(server.clientLines()) { $0.idleTimeout = .seconds(10) }
    let key = try #require(ObjectKey("a"))
    try await transport.upload(.bytes([1]), to: key, verifying: nil)
    let session = try #require(server.sessions().first)
    try stopProcess(session)
    defer { kill(session, SIGKILL) }
    let error = await #expect(throws: TransportError.self) { _ = try await transport.stat(key) }
    #expect(error?.kind == .interrupted)
    #expect(error?.detail == "ssh to 'storage': the server did not answer")
    kill(session, SIGKILL)
    #expect(try await transport.stat(key)?.size == 1)
    await transport.close()
  }

  @Test func failsAtOnceWhenTheServerIsGoneForGood() async throws {
    let server = try SSHServer(.noted)
    defer { server.stop() }
    let transport = try transport(server.clientLines())
    let key = try #require(ObjectKey("a"))
    try await transport.upload(.bytes([1]), to: key, verifying: nil)
    server.stop()
    try server.cutConnections()
    let first = await #expect(throws: TransportError.self) { _ = try await transport.stat(key) }
    #expect(first.map { [.interrupted, .unreachable].contains($0.kind) } == true)
    let second = await #expect(throws: TransportError.self) { _ = try await transport.stat(key) }
    #expect(second.map { [.interrupted, .unreachable].contains($0.kind) } == true)
  }
}

/// Connections that the user has open already.
extension SSHTransportTests {
  @Test func sharesAConnectionOfTheUser() async throws {
    let server = try SSHServer(.noted)
    defer { server.stop() }
    let socket = scratch.path.appending("socket")
    let lines = "Host *\n  ControlPath \(socket)\n" + server.clientLines()
    let client = try SSHClientFiles(in: scratch.path.appending("user"), lines)
    let connection = try BoundProcess([client.program.string, "-v", "-M", "-N", "storage"])
    #expect(connection.waits(for: "Entering interactive session"))
    server.stop()
    try await roundTrip(transport(lines))
    #expect(!connection.hasEnded)
    connection.end()
  }
}

/// All bytes that were handed on, also those that turned out to be in vain.
private final class AttemptCounter: ProgressObserver {
  private let total = Atomic<Int64>(0)

  var bytes: Int64 { total.load(ordering: .relaxed) }

  func observe(_ event: ProgressEvent) {
    guard case .advanced(_, let bytes) = event, bytes > 0 else { return }
    total.wrappingAdd(bytes, ordering: .relaxed)
  }
}
