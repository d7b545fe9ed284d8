import Basics
import FileAccess
import Hashing
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// Passwords, certificates and redirections, with a real server.
@Suite(.enabled(if: ApacheServer.isExpected))
struct ApacheTests {
  private static let login = [
    "user": ApacheServer.user.name, "password": ApacheServer.user.password,
  ]

  private func transport(
    _ kind: String, _ way: ApacheServer.Way, _ options: [String: String] = [:]
  ) async throws -> any Transport {
    let server = try await ApacheServer.shared.value()
    let isEncrypted = kind.hasSuffix("s")
    let endpoint = isEncrypted ? server.encryptedEndpoint : server.endpoint
    let place = endpoint.drop { $0 != ":" }
    return try TransportRegistry.standard.transport(
      for: TransportRequest(url: "\(kind)\(place)/\(way.rawValue)", options: options))
  }

  private func key() throws -> ObjectKey { try #require(ObjectKey(uniqueToken())) }

  private func passes(_ transport: any Transport) async throws {
    let key = try key()
    let bytes = sampleBytes(3 << 20)
    let check = ContentCheck(.md5, Digest(of: bytes))
    try await transport.upload(.bytes(bytes), to: key, verifying: check)
    #expect(try await transport.stat(key)?.size == Int64(bytes.count))
    let collector = ByteCollector()
    _ = try await transport.download(key, into: collector.receive)
    #expect(collector.bytes == bytes)
    if transport.traits.canList {
      #expect(try await transport.list(prefix: key.string).objects.map(\.key) == [key])
      #expect(await transport.delete([key]).isEmpty)
    }
    await transport.close()
  }

  @Test func takesAPassword() async throws {
    try await passes(transport("webdav", .basic, Self.login))
    let basic = ["auth": "basic", "method": "PUT"].merging(Self.login) { $1 }
    try await passes(transport("http", .basic, basic))
  }

  @Test func takesADigestOfAPassword() async throws {
    let digest = ["auth": "digest", "method": "PUT"].merging(Self.login) { $1 }
    try await passes(transport("http", .digest, digest))
  }

  @Test func refusesAWrongPassword() async throws {
    let wrong = ["user": "ann", "password": "no-sesame", "method": "PUT"]
    for (kind, way, auth) in [
      ("http", ApacheServer.Way.basic, "basic"), ("http", .digest, "digest"),
      ("webdav", .basic, nil),
    ] {
      var options = wrong
      options["auth"] = auth
      if auth == nil { options["method"] = nil }
      let transport = try await transport(kind, way, options)
      let key = try key()
      for error in [
        await transportError { _ = try await transport.stat(key) },
        await transportError {
          try await transport.upload(.bytes(sampleBytes(2 << 20)), to: key, verifying: nil)
        },
      ] {
        #expect(error?.kind == .credentials)
        #expect("\(String(describing: error))".contains("sesame") == false)
      }
    }
  }

  @Test func believesTheAuthorityThatItIsTold() async throws {
    let authority = try await ApacheServer.shared.value().authority.string
    for trust in [authority, "false"] {
      try await passes(transport("webdavs", .dav, ["ssl_verify": trust]))
      try await passes(transport("https", .http, ["ssl_verify": trust, "method": "PUT"]))
    }
    let stranger = try await transport("https", .http)
    let key = try key()
    let error = await transportError { _ = try await stranger.stat(key) }
    #expect(error?.kind == .unreachable)
    #expect(error?.userError.hints.first?.contains("ssl_verify") == true)
  }

  @Test(arguments: [ApacheServer.Way.moved, .elsewhere])
  func goesWhereItIsSentOn(_ way: ApacheServer.Way) async throws {
    try await passes(transport("http", way, ["method": "PUT"]))
  }

  @Test func deletesNoCollection() async throws {
    let transport = try await transport("webdav", .dav)
    let directory = uniqueToken()
    let inner = try #require(ObjectKey("\(directory)/inner"))
    try await transport.upload(.bytes([1]), to: inner, verifying: nil)
    _ = await transport.delete([try #require(ObjectKey(directory))])
    #expect(try await transport.stat(inner)?.size == 1)
    await transport.close()
  }

  @Test func leavesNoTemporaries() async throws {
    let server = try await ApacheServer.shared.value()
    let transport = try await transport("webdav", .dav)
    try await transport.upload(.bytes([1]), to: key(), verifying: nil)
    let inner = try #require(transport as? WebDAVTransport)
    let run = server.directory.appending(inner.server.temporaries.directory)
    #expect(try FileStatus.ifExists(at: run) != nil)
    await transport.close()
    #expect(try FileStatus.ifExists(at: run) == nil)
  }
}
