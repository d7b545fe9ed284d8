import Basics
import FileAccess
import Hashing
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// Requests through a real proxy, to real servers.
@Suite(.enabled(if: ApacheServer.isExpected && InstalledServer.seaweedFS.isExpected))
struct ProxyTests {
  private static let kinds = ["http", "https", "webdav", "webdavs", "s3", "s3 with TLS"]

  /// A remote, and its server as in `127.0.0.1:23456`.
  private func remote(
    _ kind: String, _ variables: [String: String]
  ) async throws -> (transport: any Transport, server: String) {
    if kind.hasPrefix("s3") {
      let server = try await (kind == "s3" ? SeaweedFS.plain : SeaweedFS.encrypted).value()
      let session = S3Session(server.options(), environment: variables)
      return (S3Transport(session), "127.0.0.1:\(server.port)")
    }
    let server = try await ApacheServer.shared.value()
    let isEncrypted = kind.hasSuffix("s")
    let endpoint = isEncrypted ? server.encryptedEndpoint : server.endpoint
    let place = endpoint.drop { $0 != ":" }
    var options = isEncrypted ? ["ssl_verify": server.authority.string] : [:]
    if kind.hasPrefix("http") { options["method"] = "PUT" }
    let way: ApacheServer.Way = kind.hasPrefix("http") ? .http : .dav
    let request = TransportRequest(
      url: "\(kind)\(place)/\(way.rawValue)", options: options, environment: variables)
    let transport = try TransportRegistry.standard.transport(for: request)
    return (transport, String(place.dropFirst("://".count)))
  }

  private func variables(_ proxy: String) -> [String: String] {
    ["http_proxy": proxy, "https_proxy": proxy]
  }

  private func key() throws -> ObjectKey { try #require(ObjectKey("proxy-\(uniqueToken())")) }

  private func passes(_ transport: any Transport) async throws {
    let key = try key()
    let bytes = sampleBytes(3 << 20)
    try await transport.upload(
      .bytes(bytes), to: key, verifying: ContentCheck(.md5, Digest(of: bytes)))
    #expect(try await transport.stat(key)?.size == Int64(bytes.count))
    let collector = ByteCollector()
    _ = try await transport.download(key, into: collector.receive)
    #expect(collector.bytes == bytes)
    await transport.close()
  }

  private func refusal(_ transport: any Transport) async throws -> TransportError? {
    let key = try key()
    return await transportError { _ = try await transport.stat(key) }
  }

  @Test(arguments: kinds)
  func carryRequests(_ kind: String) async throws {
    let proxy = try await ForwardProxy.shared.value()
    let remote = try await remote(kind, variables(proxy.url))
    try await passes(remote.transport)
    #expect(try proxy.hasReached(remote.server))
  }

  @Test(arguments: kinds)
  func areToldWhoAsks(_ kind: String) async throws {
    let proxy = try await ForwardProxy.shared.value()
    let (name, password) = ApacheServer.user
    try await passes(remote(kind, variables(proxy.url(for: name, password))).transport)
    for url in [proxy.guardedURL, proxy.url(for: name, "wrong-sesame")] {
      let error = try await refusal(remote(kind, variables(url)).transport)
      #expect(error?.kind == .credentials)
      #expect(error?.detail.contains("407") == true)
      #expect(error?.userError.hints.joined().contains("http://name:password@host:port") == true)
      #expect(error?.userError.everything.contains("sesame") == false)
    }
  }

  @Test func areThemselvesReachedByTLS() async throws {
    let proxy = try await ForwardProxy.shared.value()
    for kind in ["https", "webdavs", "s3 with TLS"] {
      try await passes(remote(kind, variables(proxy.encryptedURL)).transport)
    }
  }

  /// The proxy would refuse.
  @Test(arguments: kinds)
  func areGoneAround(_ kind: String) async throws {
    let proxy = try await ForwardProxy.shared.value()
    let server = try await remote(kind, [:]).server
    for exceptions in ["127.0.0.1", server, "127.0.0.0/8", "*"] {
      let variables = variables(proxy.guardedURL).merging(["NO_PROXY": exceptions]) { $1 }
      try await passes(remote(kind, variables).transport)
    }
  }

  @Test(arguments: kinds)
  func areNamedWhenTheyAreNotThere(_ kind: String) async throws {
    let port = try RefusingPort()
    defer { withExtendedLifetime(port) {} }
    for (proxy, name) in [
      ("http://ann:secret@127.0.0.1:\(port.number)", "http://127.0.0.1:\(port.number)"),
      ("strange://ann:secret@127.0.0.1:1", "strange://127.0.0.1:1"),
    ] {
      let error = try await refusal(remote(kind, variables(proxy)).transport)
      #expect(error?.kind == .unreachable)
      #expect(error?.detail.hasPrefix("the proxy \(name) cannot be reached: ") == true)
      #expect(error?.userError.everything.contains("secret") == false)
    }
  }

  /// A proxy that gives no way to a server says nothing of what lies there.
  @Test(arguments: [
    ("403 Forbidden", TransportError.Kind.unreachable), ("404 Not Found", .unreachable),
    ("502 Bad Gateway", .interrupted), ("503 Busy", .throttled),
  ])
  func areBelievedNothingOfObjects(_ status: String, _ kind: TransportError.Kind) async throws {
    let proxy = try ScriptedServer { _, _ in .init(status) }
    for remote in [
      try await remote("https", variables(proxy.endpoint)),
      try await remote("s3 with TLS", variables(proxy.endpoint)),
    ] {
      let error = try await refusal(remote.transport)
      #expect(error?.kind == kind)
      #expect(error?.detail == "the proxy \(proxy.endpoint) answered \(status.prefix(3))")
      #expect(error?.userError.hints.joined().contains("https_proxy") == true)
    }
  }
}
