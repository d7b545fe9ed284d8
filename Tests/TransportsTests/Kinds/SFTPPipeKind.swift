import Basics
import FileAccess
import SystemPackage
import TestSupport

@testable import Transports

extension TransportKind {
  /// OpenSSH's `sftp-server` over plain pipes, with no network.
  static let sftpPipe = TransportKind(testDescription: "sftp-server over a pipe") {
    try SFTPPipeFixture()
  }

  /// The same as other servers are: version 3 and nothing else.
  static let plainSFTPPipe = TransportKind(testDescription: "sftp-server without extensions") {
    try SFTPPipeFixture(
      arguments: ["-P", "posix-rename,fsync,limits,hardlink,statvfs,fstatvfs,lsetstat"])
  }
}

struct SFTPPipeFixture: TransportFixture {
  let scratch: TemporaryDirectory
  let transport: any Transport
  private let arguments: [String]

  init(arguments: [String] = []) throws {
    scratch = try TemporaryDirectory()
    self.arguments = arguments
    transport = SFTPTransport(
      PipeConnector(arguments: arguments), root: try scratch.makeDirectory("remote").bytes,
      pageSize: 100)
  }

  var root: FilePath { scratch.path.appending("remote") }

  func strays() throws -> [String] {
    try filesBelow(root).filter { $0.contains(".cairn/tmp/") || $0.hasSuffix(".tmp") }
  }

  func readOnly() throws -> (any Transport)? {
    SFTPTransport(PipeConnector(arguments: arguments + ["-R"]), root: root.bytes)
  }

  func absent() throws -> (any Transport)? {
    SFTPTransport(
      PipeConnector(arguments: arguments), root: scratch.path.appending("not/yet").bytes)
  }
}

/// Starts `sftp-server` itself.
struct PipeConnector: SFTPConnector {
  static let server: FilePath = "/usr/lib/openssh/sftp-server"

  var program = Self.server
  var arguments: [String] = []
  var channelLimit = 3

  func start(isFirst: Bool) throws(TransportError) -> ChildProcess {
    do throws(Errno) {
      return try ChildProcess(
        program, arguments: arguments.map { Array($0.utf8) }, environment: [:], isBound: true)
    } catch {
      throw TransportError(.failed, detail: "\(program): \(error)")
    }
  }

  func explain(_ end: ProgramEnd) -> TransportError {
    TransportError(
      end.wasEstablished ? .interrupted : .failed,
      detail: end.reason ?? "the server ended with \(end.status): \(end.errors)")
  }
}
