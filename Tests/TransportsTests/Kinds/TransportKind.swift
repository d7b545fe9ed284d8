import TestSupport
import Testing
import Transports

/// One kind of remote, as the suites see it.
struct TransportKind: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Checks that the remote itself does not always pass, and why.
  var defects: [String: String] = [:]
  /// Makes an empty remote with a transport to it.
  let make: @Sendable () async throws -> any TransportFixture

  /// Every suite runs for every line here.
  static let all: [TransportKind] =
    [
      .memory,
      .directory,
      .directoryBesideTargets,
      .retryingAfterFaults,
      .sftpPipe,
      .plainSFTPPipe,
      .ssh,
      .servePipe,
      .serveSSH,
    ] + (InstalledServer.seaweedFS.isExpected ? [.seaweedFS, .seaweedFSWithTLS] : [])
    + (InstalledServer.rclone.isExpected ? [.rcloneS3] : [])
    + (InstalledServer.moto.isExpected ? [.moto] : [])
    + (SystemServer.cephGateway.isExpected ? [.ceph, .cephWithTLS] : [])
    + (SystemServer.swiftProxy.isExpected ? [.swift, .swiftWithTLS] : [])
    + (ApacheServer.isExpected ? [.webDAV, .webDAVInPlace, .http] : [])
}

/// An empty remote, a transport to it, and what cannot be seen through the transport.
protocol TransportFixture: Sendable {
  var transport: any Transport { get }
  /// What keys begin with, for remotes that are shared by many tests.
  var prefix: String { get }
  /// See `ConformanceSite.largeSize`.
  var largeSize: Int { get }
  /// See `ConformanceSite.unfitNames`.
  var unfitNames: Set<String> { get }

  /// What lies in the remote besides its objects: temporaries, unfinished uploads.
  func strays() async throws -> [String]

  /// A transport to the same remote, which refuses to have anything changed; nil where it cannot.
  func readOnly() async throws -> (any Transport)?

  /// A transport to a remote that nobody has created; nil where uploads do not create any.
  func absent() async throws -> (any Transport)?
}

extension TransportFixture {
  var prefix: String { "" }
  var largeSize: Int { 1 << 20 }
  var unfitNames: Set<String> { [] }
  func strays() async throws -> [String] { [] }
  func readOnly() async throws -> (any Transport)? { nil }
  func absent() async throws -> (any Transport)? { nil }
}

extension ConformanceCheck: CustomTestStringConvertible {
  public var testDescription: String { name }
}
