import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// A server that knows its users by certificates.
@Suite(.enabled(if: ApacheServer.isExpected))
struct ClientCertificateTests {
  private let server: ApacheServer
  private let files: TestCertificates

  init() async throws {
    server = try await ApacheServer.shared.value()
    files = try await TestCertificates.shared.value()
  }

  private func transport(
    _ certificate: FilePath?, _ key: FilePath?, at endpoint: String? = nil
  ) throws -> any Transport {
    var options = ["ssl_verify": server.authority.string]
    options["cert_path"] = certificate?.string
    options["key_path"] = key?.string
    let place = (endpoint ?? server.certifiedEndpoint).drop { $0 != ":" }
    let request = TransportRequest(url: "webdavs\(place)/dav", options: options)
    return RetryingTransport(
      try TransportRegistry.standard.transport(for: request), policy: .immediate())
  }

  private func key() throws -> ObjectKey { try #require(ObjectKey(uniqueToken())) }

  private func passes(_ transport: any Transport) async throws {
    let key = try key()
    let bytes = sampleBytes(2 << 20)
    try await transport.upload(.bytes(bytes), to: key, verifying: nil)
    let collector = ByteCollector()
    _ = try await transport.download(key, into: collector.receive)
    #expect(collector.bytes == bytes)
    await transport.close()
  }

  private func refusal(_ certificate: FilePath?, _ key: FilePath?) async throws -> TransportError? {
    let transport = try transport(certificate, key)
    let name = try self.key()
    return await transportError { _ = try await transport.stat(name) }
  }

  @Test func isShown() async throws {
    try await passes(transport(files.user, files.userKey))
  }

  @Test func mayHaveItsKeyInTheSameFile() async throws {
    let scratch = try TemporaryDirectory()
    let both = scratch.path.appending("both.pem")
    try writeAtomically(readFile(files.user) + readFile(files.userKey), to: both)
    try await passes(transport(both, nil))
  }

  @Test func isMissedByTheServer() async throws {
    for error in [
      try await refusal(nil, nil), try await refusal(nil, files.userKey),
      try await refusal(files.stranger, files.strangerKey),
    ] {
      #expect(error?.kind == .credentials, "\(String(describing: error))")
      #expect(error?.userError.hints.joined().contains("`cert_path` and `key_path`") == true)
    }
  }

  @Test func isMissedByAServerThatDoesNotSaySo() async throws {
    let older = server.olderCertifiedEndpoint
    try await passes(transport(files.user, files.userKey, at: older))
    let transport = try transport(nil, nil, at: older)
    let name = try key()
    let error = await transportError { _ = try await transport.stat(name) }
    #expect(error?.kind == .unreachable, "\(String(describing: error))")
    #expect(error?.userError.hints.joined().contains("`cert_path` and `key_path`") == true)
  }

  /// In a file of another name: libcurl keeps connections by that.
  @Test func needsItsOwnKey() async throws {
    let scratch = try TemporaryDirectory()
    let certificate = scratch.path.appending("user.pem")
    try writeAtomically(readFile(files.user), to: certificate)
    for key in [files.key, files.authority, nil] {
      let error = try await refusal(certificate, key)
      #expect(error?.kind == .credentials, "\(String(describing: error))")
      #expect(error?.userError.hints.joined().contains("`cert_path` and `key_path`") == true)
    }
  }

  @Test func isNamedWhenItIsNotThere() async throws {
    for (option, certificate, key) in [
      ("cert_path", FilePath("/nowhere/file.pem"), files.userKey),
      ("key_path", files.user, "/nowhere/file.pem"),
    ] {
      let error = try await refusal(certificate, key)
      #expect(error?.kind == .credentials)
      #expect(
        error?.detail
          == "the remote's '\(option)' cannot be read: [Errno 2] No such file or directory: "
          + "'/nowhere/file.pem'")
    }
  }

  @Test func needsATerminalForAPassphrase() async throws {
    let error = try await refusal(files.user, files.lockedUserKey)
    #expect(error?.kind == .credentials)
    #expect(
      error?.detail
        == "the key '\(files.lockedUserKey)' has a passphrase, which needs a terminal to ask on")
  }

  /// Where a server sends us on to is another's affair.
  @Test func isNotShownToOthers() async throws {
    let port = server.certifiedEndpoint.split(separator: ":").last ?? ""
    let moved = try ScriptedServer { request, _ in
      .init("307 There", headers: ["Location": "https://127.0.0.1:\(port)\(request.target)"])
    }
    let options = [
      "ssl_verify": server.authority.string, "cert_path": files.user.string,
      "key_path": files.userKey.string,
    ]
    let url = "webdav" + moved.endpoint.dropFirst("http".count) + "/dav"
    let transport = RetryingTransport(
      try TransportRegistry.standard.transport(for: TransportRequest(url: url, options: options)),
      policy: .immediate())
    let name = try key()
    #expect(await transportError { _ = try await transport.stat(name) }?.kind == .credentials)
  }
}
