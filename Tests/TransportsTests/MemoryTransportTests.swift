import Basics
import Testing
import Transports

struct MemoryTransportTests {
  private let transport = MemoryTransport(width: 2, pageSize: 2)

  private func key(_ text: String) throws -> ObjectKey { try #require(ObjectKey(text)) }

  @Test func throttlesMoreCallsThanItsWidth() async throws {
    let key = try key("a")
    let results = await concurrentMap(Array(0..<20), width: 4) { _ in
      _ = try await transport.stat(key)
    }
    #expect(transport.peakCalls <= 2)
    for case .failure(let error as TransportError) in results { #expect(error.kind == .throttled) }
    let polite = await concurrentMap(Array(0..<20), width: 2) { _ in
      _ = try await transport.stat(key)
    }
    for result in polite { try result.get() }
  }

  @Test func refusesAnObjectBelowAnother() async throws {
    try await transport.upload(.bytes([]), to: key("a/b"), verifying: nil)
    for name in ["a", "a/b/c"] {
      let key = try key(name)
      await expect(.rejected) { () async throws(TransportError) in
        try await transport.upload(.bytes([]), to: key, verifying: nil)
      }
    }
    _ = await transport.delete([try key("a/b")])
    try await transport.upload(.bytes([]), to: key("a"), verifying: nil)
  }

  @Test func refusesKeysThatS3CannotHold() async throws {
    let long = try key(String(repeating: "x", count: 1025))
    await expect(.rejected) { () async throws(TransportError) in
      try await transport.upload(.bytes([]), to: long, verifying: nil)
    }
  }

  @Test func takesATokenWithItsOwnPrefixOnly() async throws {
    for name in ["a/1", "a/2", "a/3"] {
      try await transport.upload(.bytes([]), to: key(name), verifying: nil)
    }
    let token = try await transport.list(prefix: "a/").next
    #expect(try await transport.list(prefix: "a/", after: token).objects.count == 1)
    await expect(.rejected) { () async throws(TransportError) in
      _ = try await transport.list(prefix: "a", after: token)
    }
  }

  @Test func isUselessAfterItsEnd() async throws {
    let key = try key("a")
    await transport.close()
    await expect(.failed) { () async throws(TransportError) in _ = try await transport.stat(key) }
    #expect(await transport.delete([key])[key]?.kind == .failed)
  }
}
