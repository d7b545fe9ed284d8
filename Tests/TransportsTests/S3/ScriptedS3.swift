import Hashing
import TestSupport
import Testing

@testable import Transports

/// A transport to a server that answers by a script.
struct ScriptedS3: Sendable {
  let server: ScriptedServer
  let transport: S3Transport

  /// - Parameter change: of the options: parts have 8 bytes unless it says otherwise.
  init(
    changing change: (inout S3Options) -> Void = { _ in }, policy: RetryPolicy = .immediate(),
    journal: S3UploadJournal? = nil, _ script: @escaping ScriptedServer.Script
  ) throws {
    server = try ScriptedServer(script)
    var options = S3Options(bucket: "bucket", root: "root")
    options.endpoint = server.endpoint
    options.keys = S3Credentials(id: "id", secret: "secret")
    options.partSize = 8
    options.memory = 64
    change(&options)
    transport = S3Transport(
      S3Session(options, environment: [:]), partPolicy: policy, journal: journal)
  }

  var targets: [String] { server.requests.map { "\($0.method) \($0.target)" } }

  func get(_ range: Range<Int64>? = nil) async throws -> [UInt8] {
    let collector = ByteCollector()
    _ = try await transport.download(key(), range: range, into: collector.receive)
    return collector.bytes
  }

  func put(_ text: String, _ check: ContentCheck? = nil) async throws {
    try await transport.upload(.bytes(Array(text.utf8)), to: key(), verifying: check)
  }

  func key() throws -> ObjectKey { try #require(ObjectKey("key")) }
}

extension RetryPolicy {
  /// As many tries as usual, without waiting.
  static func immediate() -> RetryPolicy { RetryPolicy(wait: { _ in }) }
}

extension ScriptedServer.Answer {
  /// An error as S3 words it.
  static func error(
    _ status: String, _ code: String, _ more: String = "", headers: [String: String] = [:]
  ) -> Self {
    Self(
      status,
      "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>because</Message>\(more)"
        + "<RequestId>REQ1</RequestId></Error>", headers: headers)
  }
}

extension ScriptedServer.Request {
  var isListing: Bool { target.contains("list-type=2") }
}

/// The error of an upload, download or whatever `body` does.
func transportError(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> TransportError? {
  await #expect(throws: TransportError.self, sourceLocation: sourceLocation) { try await body() }
}
