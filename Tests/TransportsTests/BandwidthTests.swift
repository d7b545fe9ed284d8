import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

@testable import Transports

@Suite struct BandwidthTests {
  @Test func letsBytesPassAtItsRate() {
    let bandwidth = Bandwidth(bytesPerSecond: 1000)
    var now = Duration.seconds(10)
    #expect(bandwidth.reserve(100, at: now) <= .zero)
    #expect(bandwidth.reserve(1000, at: now) <= .zero)
    #expect(bandwidth.reserve(1000, at: now) == .seconds(1))
    #expect(bandwidth.reserve(500, at: now) == .seconds(2))
    now += .milliseconds(2500)
    #expect(bandwidth.reserve(1, at: now) == .zero)
  }

  /// Otherwise a minute without a byte would let a minute's worth pass at once.
  @Test func aPauseIsFollowedByNoFlood() {
    let bandwidth = Bandwidth(bytesPerSecond: 1000)
    _ = bandwidth.reserve(1, at: .seconds(1))
    _ = bandwidth.reserve(100, at: .seconds(100))
    #expect(bandwidth.reserve(1, at: .seconds(100)) == .zero)
    #expect(bandwidth.reserve(1, at: .seconds(100)) == .milliseconds(1))
  }

  @Test func bothDirectionsAskIt() async throws {
    let bandwidth = Bandwidth(bytesPerSecond: 1 << 30)
    let memory = MemoryTransport()
    let transport = ThrottledTransport(memory, to: bandwidth)
    let key = try #require(ObjectKey("key"))
    let bytes = [UInt8](repeating: 7, count: 3 << 20)
    func spent() -> Duration { bandwidth.reserve(0, at: .seconds(-1)) }
    var before = spent()
    try await transport.upload(.bytes(bytes), to: key, verifying: nil)
    #expect(spent() - before >= .milliseconds(2))
    before = spent()
    let collector = ByteCollector()
    _ = try await transport.download(key, into: collector.receive)
    #expect(collector.bytes == bytes)
    #expect(spent() - before >= .milliseconds(2))
  }

  @Test func aTransferThatWaitsCanBeCancelled() async throws {
    let bandwidth = Bandwidth(bytesPerSecond: 1)
    let transport = ThrottledTransport(MemoryTransport(), to: bandwidth)
    let key = try #require(ObjectKey("key"))
    let task = Task {
      await transportError {
        try await transport.upload(
          .bytes(.init(repeating: 1, count: 9999)), to: key, verifying: nil)
      }
    }
    // It has taken its place.
    while bandwidth.reserve(0, at: .zero) < .seconds(1) { await Task.yield() }
    task.cancel()
    #expect(await task.value?.kind == .cancelled)
  }
}
