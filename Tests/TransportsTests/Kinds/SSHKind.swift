import Basics
import FileAccess
import SystemPackage
import TestSupport

@testable import Transports

extension TransportKind {
  /// OpenSSH on both sides, over the loopback interface.
  static let ssh = TransportKind(testDescription: "sshd") { try SSHFixture() }
}

/// Servers that many tests use.
enum SharedServers {
  static let normal = Result { try SSHServer() }
  static let readOnly = Result { try SSHServer(.readOnly) }
  static let serving = Result { try SSHServer(.serving) }
}

struct SSHFixture: TransportFixture {
  let scratch: TemporaryDirectory
  let transport: any Transport

  init() throws {
    scratch = try TemporaryDirectory()
    transport = try Self.transport(
      to: SharedServers.normal.get(), root: scratch.makeDirectory("remote"), in: scratch)
  }

  var root: FilePath { scratch.path.appending("remote") }

  func strays() throws -> [String] {
    try filesBelow(root).filter { $0.contains(".cairn/tmp/") || $0.hasSuffix(".tmp") }
  }

  func readOnly() throws -> (any Transport)? {
    try Self.transport(to: SharedServers.readOnly.get(), root: root, in: scratch)
  }

  func absent() throws -> (any Transport)? {
    try Self.transport(
      to: SharedServers.normal.get(), root: scratch.path.appending("not/yet"), in: scratch)
  }

  /// A transport to a directory of this machine, the long way round.
  static func transport(
    to server: SSHServer, root: FilePath, in scratch: TemporaryDirectory
  ) throws -> SFTPTransport {
    let client = try SSHClientFiles(
      in: scratch.path.appending("client-\(server.port)"), server.clientLines())
    let connector = SSHConnector(
      SSHOptions(host: "storage", path: root.string), environment: client.environment,
      mayAsk: { false })
    return SFTPTransport(connector, root: root.bytes, pageSize: 100)
  }
}
