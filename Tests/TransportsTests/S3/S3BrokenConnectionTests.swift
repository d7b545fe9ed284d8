import Hashing
import TestSupport
import Testing

@testable import Transports

/// Connections that end in the middle.
@Suite(.enabled(if: InstalledServer.seaweedFS.isExpected && InstalledServer.rclone.isExpected))
struct S3BrokenConnectionTests {
  /// A remote behind a proxy that does to connections what `fate` says.
  private func transport(
    _ fate: @escaping @Sendable (Int) -> FaultProxy.Fate
  ) async throws -> (RetryingTransport, FaultProxy) {
    let server = try await SeaweedFS.plain.value()
    let port = try #require(server.endpoint.split(separator: ":").last.flatMap { UInt16($0) })
    let proxy = try FaultProxy(before: port, fate: fate)
    var options = server.options()
    options.endpoint = "http://127.0.0.1:\(proxy.port)"
    let inner = S3Transport(
      S3Session(options, environment: [:]), partPolicy: RetryPolicy.patient)
    return (RetryingTransport(inner, policy: .patient), proxy)
  }

  @Test func bringsAnObjectInPieces() async throws {
    let (transport, proxy) = try await transport { number in
      number % 2 == 0 ? .init(cutDownstream: 700_000) : .init()
    }
    let bytes = sampleBytes(4_000_000)
    let key = try #require(ObjectKey("object"))
    let check = ContentCheck(.md5, Digest(of: bytes))
    try await transport.upload(.bytes(bytes), to: key, verifying: check)
    for _ in 0..<4 {
      let collector = ByteCollector()
      _ = try await transport.download(key, into: collector.receive)
      #expect(collector.bytes == bytes)
    }
    withExtendedLifetime(proxy) {}
  }

  @Test(arguments: [4_000_000, 12_000_000])
  func takesAnObjectUntilItIsThere(_ size: Int) async throws {
    let (transport, proxy) = try await transport { number in
      number % 3 == 0 ? .init() : .init(cutUpstream: 500_000 * number)
    }
    let bytes = sampleBytes(size)
    let key = try #require(ObjectKey("object"))
    let counter = ByteCounter()
    try await transport.upload(
      .bytes(bytes), to: key, verifying: ContentCheck(.md5, Digest(of: bytes)), progress: counter)
    #expect(counter.bytes == Int64(size))
    let collector = ByteCollector()
    _ = try await transport.download(key, into: collector.receive)
    #expect(collector.bytes == bytes)
    withExtendedLifetime(proxy) {}
  }

  @Test func saysHowOftenItTried() async throws {
    let (transport, proxy) = try await transport { _ in .init(cutDownstream: 20) }
    let error = await transportError { _ = try await transport.list(prefix: "") }
    #expect(error?.kind == .interrupted)
    #expect(error?.detail.contains("(tried 20 times)") == true)
    withExtendedLifetime(proxy) {}
  }
}

extension RetryPolicy {
  /// So many tries that faults without end are told from others.
  fileprivate static var patient: RetryPolicy {
    RetryPolicy(attempts: 20, wait: { _ in })
  }
}
