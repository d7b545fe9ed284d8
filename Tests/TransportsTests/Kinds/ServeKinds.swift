import Basics
import FileAccess
import SystemPackage
import TestSupport

@testable import Transports

extension TransportKind {
  /// `cairn serve` over plain pipes, with no network.
  static let servePipe = TransportKind(testDescription: "cairn serve over a pipe") {
    try ServePipeFixture()
  }

  /// `cairn serve` over OpenSSH, found as commands find it.
  static let serveSSH = TransportKind(testDescription: "cairn serve over sshd") {
    try ServeSSHFixture()
  }
}

struct ServePipeFixture: TransportFixture {
  let scratch: TemporaryDirectory
  let transport: any Transport

  init() throws {
    scratch = try TemporaryDirectory()
    transport = ServeTransport(
      ServePipeConnector(), root: try scratch.makeDirectory("remote").bytes, pageSize: 100)
  }

  var root: FilePath { scratch.path.appending("remote") }

  func strays() throws -> [String] {
    try filesBelow(root).filter { $0.contains(".cairn/tmp/") || $0.hasSuffix(".tmp") }
  }

  func absent() throws -> (any Transport)? {
    ServeTransport(ServePipeConnector(), root: scratch.path.appending("not/yet").bytes)
  }
}

/// Starts `cairn serve` itself.
struct ServePipeConnector: ServeConnector {
  var program = builtProgram
  var arguments = ["serve"]
  var home: FilePath = "/nowhere"
  var idleTimeout = Duration.seconds(60)

  func startServe() throws(TransportError) -> ChildProcess {
    do throws(Errno) {
      return try ChildProcess(
        program, arguments: arguments.map { Array($0.utf8) }, environment: ["HOME": home.string],
        isBound: true)
    } catch {
      throw TransportError(.failed, detail: "\(program): \(error)")
    }
  }

  func hurry() {}

  func saysThatNobodyServes(_ end: ProgramEnd) -> Bool { end.status == 127 }

  func explain(_ end: ProgramEnd) -> TransportError {
    TransportError(
      end.wasEstablished ? .interrupted : .failed,
      detail: end.reason ?? "the server ended with \(end.status): \(end.errors)")
  }
}

struct ServeSSHFixture: TransportFixture {
  let scratch: TemporaryDirectory
  let transport: any Transport

  init() throws {
    scratch = try TemporaryDirectory()
    transport = try Self.transport(
      to: SharedServers.serving.get(), root: scratch.makeDirectory("remote"), in: scratch)
  }

  var root: FilePath { scratch.path.appending("remote") }

  func strays() throws -> [String] {
    try filesBelow(root).filter { $0.contains(".cairn/tmp/") || $0.hasSuffix(".tmp") }
  }

  func absent() throws -> (any Transport)? {
    try Self.transport(
      to: SharedServers.serving.get(), root: scratch.path.appending("not/yet"), in: scratch)
  }

  /// A transport that is `cairn serve`'s, or an error.
  static func transport(
    to server: SSHServer, root: FilePath, in scratch: TemporaryDirectory
  ) throws -> ServeTransport {
    let client = try SSHClientFiles(
      in: scratch.path.appending("client-\(server.port)"), server.clientLines())
    let connector = SSHConnector(
      SSHOptions(host: "storage", path: root.string), environment: client.environment,
      mayAsk: { false })
    return ServeTransport(connector, root: root.bytes, pageSize: 100)
  }
}
