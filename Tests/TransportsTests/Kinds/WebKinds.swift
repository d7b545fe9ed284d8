import FileAccess
import SystemPackage
import TestSupport

@testable import Transports

extension TransportKind {
  private static let apacheDefects = [
    "lets many write and read the same object":
      "Apache asks for the size of a file before it opens it, which may be another one by then"
  ]

  /// WebDAV as Apache understands it.
  static let webDAV = TransportKind(testDescription: "WebDAV, Apache", defects: apacheDefects) {
    try await WebFixture(ApacheServer.shared.value(), isDAV: true)
  }

  /// The same for a server that moves nothing.
  static let webDAVInPlace = TransportKind(
    testDescription: "WebDAV, uploads in place", defects: apacheDefects
  ) {
    let fixture = try await WebFixture(ApacheServer.shared.value(), isDAV: true)
    (fixture.inner as? WebDAVTransport)?.server.uploadInPlace()
    return fixture
  }

  /// HTTP as Apache understands it, with uploads by PUT.
  static let http = TransportKind(testDescription: "HTTP, Apache", defects: apacheDefects) {
    try await WebFixture(ApacheServer.shared.value(), isDAV: false)
  }
}

/// A remote of its own on a server that many tests share.
struct WebFixture: TransportFixture {
  let server: ApacheServer
  let root = "remotes/\(uniqueToken())"
  let inner: any Transport
  /// Tries again, as the program does: Apache fails when several move to the same place.
  let transport: any Transport
  private let isDAV: Bool

  init(_ server: ApacheServer, isDAV: Bool) throws {
    (self.server, self.isDAV) = (server, isDAV)
    inner = try Self.transport(isDAV, "\(server.endpoint)/\(isDAV ? "dav" : "http")/\(root)")
    transport = RetryingTransport(inner, policy: .immediate())
  }

  /// More than is held in memory and in the buffers of the network.
  var largeSize: Int { 24 << 20 }

  private var directory: FilePath { server.directory.appending(root) }

  /// Apache's own temporaries go when it notices that a client has gone; they get ten seconds.
  func strays() async throws -> [String] {
    guard try FileStatus.ifExists(at: directory) != nil else { return [] }
    for _ in 0..<100 {
      if try !filesBelow(directory).contains(where: { $0.contains(".davfs.") }) { break }
      try await Task.sleep(for: .milliseconds(100))
    }
    return try filesBelow(directory).filter { $0.contains(".cairn/") || $0.contains(".davfs.") }
  }

  func readOnly() throws -> (any Transport)? {
    try Self.transport(isDAV, "\(server.endpoint)/readonly/\(root)")
  }

  func absent() throws -> (any Transport)? {
    guard isDAV else { return nil }
    return try Self.transport(true, "\(server.endpoint)/dav/\(root)-not/yet")
  }

  private static func transport(_ isDAV: Bool, _ url: String) throws -> any Transport {
    let root = try WebURL.of(url)
    let session = WebSession(WebOptions(root: root), environment: [:])
    return isDAV ? WebDAVTransport(session, pageSize: 100) : HTTPTransport(session)
  }
}

extension WebURL {
  static func of(_ text: String) throws -> WebURL {
    guard let url = WebURL(text) else { throw UnreadableURL(text: text) }
    return url
  }
}

struct UnreadableURL: Error {
  var text: String
}
