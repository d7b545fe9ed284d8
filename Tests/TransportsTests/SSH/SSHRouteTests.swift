import Basics
import FileAccess
import Hashing
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// Which way `ssh://` remotes are reached, on servers of every kind.
struct SSHRouteTests {
  private let scratch: TemporaryDirectory
  private let root: FilePath
  private let remarks = Remarks()

  init() throws {
    scratch = try TemporaryDirectory()
    root = try scratch.makeDirectory("remote")
  }

  private func transport(
    to server: SSHServer, _ variables: [String: String] = [:]
  ) throws -> SSHTransport {
    let client = try SSHClientFiles(in: scratch.path.appending("client"), server.clientLines())
    var request = TransportRequest(
      url: "ssh://storage\(root)", environment: client.environment.merging(variables) { $1 },
      stateDirectory: scratch.path.appending("state"))
    request.remark = { [remarks] in remarks.add($0) }
    return try SSHTransport(request: request)
  }

  /// As commands do it: a server may still count a session that has just ended.
  private func roundTrip(_ inner: SSHTransport) async throws {
    let transport = RetryingTransport(inner)
    let bytes = sampleBytes(300_000)
    let key = try #require(ObjectKey("files/a"))
    let check = ContentCheck(.md5, Digest(of: bytes))
    try await transport.upload(.bytes(bytes), to: key, verifying: check)
    let collector = ByteCollector()
    _ = try await transport.download(key, into: collector.receive)
    #expect(collector.bytes == bytes)
    await transport.close()
  }

  @Test(arguments: [SSHServer.Mode.serving, .servingOnly])
  func takesTheFastPathWhereThereIsOne(_ mode: SSHServer.Mode) async throws {
    let server = try SSHServer(mode)
    defer { server.stop() }
    try await roundTrip(transport(to: server))
    #expect(remarks.all == ["ssh to 'storage': cairn serve"])
    #expect(server.stopAndCountLogins() == 1)
  }

  /// In the same connection: nobody logs in twice, types a password twice.
  @Test(arguments: [
    SSHServer.Mode.normal, .sftpOnly, .noted, .oneSession, .twoSessions,
  ])
  func takesSFTPElsewhereWithoutAnotherLogin(_ mode: SSHServer.Mode) async throws {
    let server = try SSHServer(mode)
    defer { server.stop() }
    try await roundTrip(transport(to: server))
    #expect(remarks.all == ["ssh to 'storage': SFTP, for there is no 'cairn serve'"])
    #expect(server.stopAndCountLogins() == 1)
  }

  @Test func remembersForADayThatThereIsNone() async throws {
    let server = try SharedServers.normal.get()
    try await roundTrip(transport(to: server))
    try await roundTrip(transport(to: server))
    #expect(remarks.all.last == "ssh to 'storage': SFTP, for there was no 'cairn serve' today")
    let memory = try #require(try filesBelow(scratch.path.appending("state")).first)
    try setAge(of: scratch.path.appending("state/\(memory)"), hours: 25)
    try await roundTrip(transport(to: server))
    #expect(remarks.all.last == "ssh to 'storage': SFTP, for there is no 'cairn serve'")
  }

  @Test func takesSFTPWhenAsked() async throws {
    try await roundTrip(transport(to: SharedServers.serving.get(), ["CAIRN_SFTP": "1"]))
    #expect(remarks.all == ["ssh to 'storage': SFTP, as was asked for"])
  }

  /// What is wrong with a host is not taken for a lack of `cairn serve`.
  @Test func remembersNothingOfAHostThatLetsNobodyIn() async throws {
    let server = try SharedServers.serving.get()
    let client = try SSHClientFiles(
      in: scratch.path.appending("client"), server.clientLines(key: server.strangeKey))
    let request = TransportRequest(
      url: "ssh://storage\(root)", environment: client.environment,
      stateDirectory: scratch.path.appending("state"))
    let transport = try SSHTransport(request: request)
    let key = try #require(ObjectKey("a"))
    await expect(.credentials) { () async throws(TransportError) in
      _ = try await transport.stat(key)
    }
    await transport.close()
    #expect(try FileStatus.ifExists(at: scratch.path.appending("state")) == nil)
  }

  /// Both ways show the same remote.
  @Test func keepsTheRemoteAlikeBothWays() async throws {
    let server = try SharedServers.serving.get()
    let (fast, plain) = (
      try transport(to: server), try transport(to: server, ["CAIRN_SFTP": "1"])
    )
    let bytes = sampleBytes(5000)
    let check = ContentCheck(.md5, Digest(of: bytes))
    for (number, transport) in [fast, plain].enumerated() {
      let key = try #require(ObjectKey("files/md5/00/\(number)"))
      try await transport.upload(.bytes(bytes), to: key, verifying: check)
    }
    let pages = [
      try await fast.list(prefix: "", after: nil, detail: .sizes).objects,
      try await plain.list(prefix: "", after: nil, detail: .sizes).objects,
    ]
    #expect(pages[0].map(\.key) == pages[1].map(\.key))
    #expect(pages[0].map(\.permissions) == [0o444, 0o444])
    #expect(pages[1].map(\.permissions).allSatisfy { $0.map { $0 & 0o777 } == 0o444 })
    await fast.close()
    await plain.close()
  }
}

/// What a transport remarked.
private final class Remarks: Sendable {
  private let texts = Mutex<[String]>([])

  var all: [String] { texts.withLock { $0 } }

  func add(_ text: String) { texts.withLock { $0.append(text) } }
}
