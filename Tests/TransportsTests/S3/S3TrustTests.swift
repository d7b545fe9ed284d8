import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// Whom a connection with TLS believes.
@Suite(.enabled(if: InstalledServer.seaweedFS.isExpected && InstalledServer.rclone.isExpected))
struct S3TrustTests {
  private func transport(
    trusting trust: S3Options.Trust?, variables: [String: String] = [:],
    directory: FilePath = ""
  ) async throws -> S3Transport {
    var options = try await SeaweedFS.encrypted.value().options()
    options.trust = trust
    return S3Transport(S3Session(options, environment: variables, directory: directory))
  }

  private func refusal(_ transport: S3Transport) async -> TransportError? {
    await transportError { _ = try await transport.list(prefix: "") }
  }

  @Test func believesTheAuthorityThatItIsTold() async throws {
    let authority = try await TestCertificates.shared.value().authority
    let directory = authority.removingLastComponent()
    for transport in [
      try await transport(trusting: .authorities(authority.string)),
      try await transport(trusting: .authorities("authority.pem"), directory: directory),
      try await transport(trusting: nil, variables: ["AWS_CA_BUNDLE": authority.string]),
      try await transport(trusting: nil, variables: ["REQUESTS_CA_BUNDLE": authority.string]),
      try await transport(trusting: .everything),
    ] {
      #expect(try await transport.list(prefix: "").objects.isEmpty)
    }
  }

  @Test func refusesWhomNobodyVouchesFor() async throws {
    let other = try await TestCertificates.shared.value().otherAuthority
    for transport in [
      try await transport(trusting: nil), try await transport(trusting: .system),
      try await transport(trusting: .authorities(other.string)),
      try await transport(trusting: .system, variables: ["AWS_CA_BUNDLE": "/nowhere"]),
    ] {
      let error = await refusal(transport)
      #expect(error?.kind == .unreachable)
      #expect(error?.detail.contains("certificate") == true)
      #expect(error?.userError.hints.first?.contains("ssl_verify") == true)
    }
  }

  @Test func saysThatTheAuthoritiesAreMissing() async throws {
    let error = await refusal(try await transport(trusting: .authorities("/nowhere/ca.pem")))
    #expect(error?.kind == .unreachable)
    #expect(error?.detail.contains("/nowhere/ca.pem") == true)
  }

  @Test func sendsNothingOverTLSToAServerWithout() async throws {
    let s3 = try ScriptedS3 { _, _ in .init("200 OK") }
    let port = s3.server.endpoint.split(separator: ":").last ?? ""
    var options = s3.transport.client.session.options
    options.endpoint = "https://127.0.0.1:\(port)"
    let transport = S3Transport(S3Session(options, environment: [:]))
    let error = await refusal(transport)
    #expect(error.map { [.unreachable, .interrupted].contains($0.kind) } == true)
    #expect(s3.targets.isEmpty)
  }
}
