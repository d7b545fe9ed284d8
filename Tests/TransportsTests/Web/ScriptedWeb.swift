import Hashing
import TestSupport
import Testing

@testable import Transports

/// A transport to a server that answers by a script.
struct ScriptedWeb: Sendable {
  let server: ScriptedServer
  let transport: any Transport

  init(
    _ kind: String = "http", options: [String: String] = [:], environment: [String: String] = [:],
    _ script: @escaping ScriptedServer.Script
  ) throws {
    server = try ScriptedServer(script)
    let url = kind + server.endpoint.dropFirst("http".count) + "/root"
    transport = try TransportRegistry.standard.transport(
      for: TransportRequest(url: url, options: options, environment: environment))
  }

  var targets: [String] { server.requests.map { "\($0.method) \($0.target)" } }

  func get(_ range: Range<Int64>? = nil) async throws -> [UInt8] {
    let collector = ByteCollector()
    _ = try await transport.download(key(), range: range, into: collector.receive)
    return collector.bytes
  }

  func put(_ bytes: [UInt8], verifying check: ContentCheck? = nil) async throws {
    try await transport.upload(.bytes(bytes), to: key(), verifying: check)
  }

  func stat() async throws -> RemoteObject? { try await transport.stat(key()) }

  func key() throws -> ObjectKey { try #require(ObjectKey("key")) }
}
