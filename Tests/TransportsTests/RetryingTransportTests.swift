import Basics
import Synchronization
import TestSupport
import Testing
import Transports

struct RetryingTransportTests {
  private let memory = MemoryTransport()
  private let waits = Recorder<Duration>()

  /// Half of every wait is fixed; `random` says how much of the other half comes on top.
  private func policy(random: Double = 0) -> RetryPolicy {
    RetryPolicy(random: { random }, wait: { [waits] in waits.append($0) })
  }

  private func key() throws -> ObjectKey { try #require(ObjectKey("a/b")) }

  @Test func triesAgainWhatMayPass() async throws {
    let faulty = FaultyTransport(memory) { _, number in
      [Fault(.throttled), Fault(.interrupted), nil][min(number - 1, 2)]
    }
    let transport = RetryingTransport(faulty, policy: policy())
    #expect(try await transport.stat(key()) == nil)
    #expect(faulty.count(.stat) == 3)
    #expect(waits.values == [.milliseconds(100), .milliseconds(200)])
  }

  @Test func givesUpAfterTheLastAttempt() async throws {
    let faulty = FaultyTransport(memory) { _, _ in Fault(.interrupted) }
    let transport = RetryingTransport(faulty, policy: policy())
    let error = await #expect(throws: TransportError.self) { try await transport.list(prefix: "") }
    #expect(error?.kind == .interrupted)
    #expect(error?.detail == "scripted fault (tried 5 times)")
    #expect(faulty.count(.list) == 5)
    #expect(waits.values.count == 4)
  }

  @Test(
    arguments: TransportError.Kind.allCases.filter { ![.throttled, .interrupted].contains($0) })
  func passesOnAtOnceWhatWillNotPass(_ kind: TransportError.Kind) async throws {
    let faulty = FaultyTransport(memory) { _, _ in Fault(kind) }
    let transport = RetryingTransport(faulty, policy: policy())
    let error = await #expect(throws: TransportError.self) { try await transport.stat(key()) }
    #expect(error?.kind == kind)
    #expect(error?.detail == "scripted fault")
    #expect(faulty.count(.stat) == 1)
    #expect(waits.values == [])
  }

  /// A server that is started again.
  @Test func waitsForARemoteThatWasThere() async throws {
    let faulty = FaultyTransport(memory) { _, number in
      (2...4).contains(number) ? Fault(.unreachable) : nil
    }
    let transport = RetryingTransport(faulty)
    for _ in 0..<2 { #expect(try await transport.stat(key()) == nil) }
    #expect(faulty.count(.stat) == 5)
  }

  /// All wait together, and give up together.
  @Test func givesUpARemoteThatIsGoneForAllCalls() async throws {
    let faulty = FaultyTransport(memory) { _, number in number > 1 ? Fault(.unreachable) : nil }
    let transport = RetryingTransport(faulty)
    #expect(try await transport.stat(key()) == nil)
    let results = await concurrentMap(Array(0..<500), width: 8) { _ in
      try await transport.stat(key())
    }
    for result in results {
      let error = #expect(throws: TransportError.self) { try result.get() }
      #expect(error?.kind == .unreachable)
      #expect(error?.detail == "scripted fault (tried 5 times)")
    }
    #expect((5...1 + 5 * 8).contains(faulty.count(.stat) - 1))
  }

  @Test func waitsAsLongAsTheRemoteAsks() async throws {
    let faulty = FaultyTransport(memory) { _, number in
      [
        Fault(.throttled, retryAfter: .seconds(7)), Fault(.throttled, retryAfter: .seconds(7000)),
        nil,
      ][
        min(number - 1, 2)]
    }
    _ = try await RetryingTransport(faulty, policy: policy()).stat(key())
    #expect(waits.values == [.seconds(7), .seconds(20)])
  }

  @Test func backsOffWithinBoundsAndSpreadsOut() {
    let error = TransportError(.throttled, detail: "")
    let calm = RetryPolicy(attempts: 100, random: { 0 })
    let hasty = RetryPolicy(attempts: 100, random: { 1 })
    for failures in 1..<100 {
      let full = min(Duration.milliseconds(200) * (1 << min(failures - 1, 20)), .seconds(20))
      #expect(calm.delay(after: error, failures: failures) == full / 2)
      #expect(hasty.delay(after: error, failures: failures) == full)
    }
    #expect(calm.delay(after: error, failures: 100) == nil)
  }

  @Test(arguments: [true, false])
  func goesOnWhereADownloadBrokeOff(_ hasRanges: Bool) async throws {
    let bytes = sampleBytes(20_000)
    try await memory.upload(.bytes(bytes), to: key(), verifying: nil)
    for range: Range<Int64>? in [nil, 1000..<15_000] {
      let faulty = FaultyTransport(memory, hasRanges: hasRanges) { _, number in
        number < 4 ? Fault(.interrupted, .midway(number * 3000)) : nil
      }
      let collector = ByteCollector()
      let object = try await RetryingTransport(faulty, policy: policy()).download(
        key(), range: range, into: collector.receive)
      #expect(object.size == 20_000)
      #expect(
        collector.bytes
          == Array(range.map { bytes[Int($0.lowerBound)..<Int($0.upperBound)] } ?? bytes[...]))
      #expect(faulty.count(.download) == 4)
    }
  }

  @Test func doesNotGoOnWithAnotherObject() async throws {
    let key = try key()
    try await memory.upload(.bytes(sampleBytes(20_000)), to: key, verifying: nil)
    let faulty = FaultyTransport(memory) { _, number in
      number == 1 ? Fault(.interrupted, .midway(3000)) : nil
    }
    let policy = RetryPolicy(wait: { [memory] _ in
      try await memory.upload(.bytes(sampleBytes(20_000, seed: 2)), to: key, verifying: nil)
    })
    await expect(.changed) { () async throws(TransportError) in
      _ = try await RetryingTransport(faulty, policy: policy).download(key) { _ in }
    }
  }

  @Test func uploadsAgainAfterALostReply() async throws {
    let faulty = FaultyTransport(memory) { _, number in
      number == 1 ? Fault(.interrupted, .after) : nil
    }
    let counter = ByteCounter()
    try await RetryingTransport(faulty, policy: policy()).upload(
      .bytes(sampleBytes(5000)), to: key(), verifying: nil, progress: counter)
    #expect(try await memory.stat(key())?.size == 5000)
    #expect(counter.bytes == 5000)
  }

  @Test func deletesAgainOnlyWhatIsLeft() async throws {
    let keys = try ["a", "b", "c", "d"].map { try #require(ObjectKey($0)) }
    for key in keys { try await memory.upload(.bytes([1]), to: key, verifying: nil) }
    let faulty = FaultyTransport(memory) { _, number in
      number < 3 ? Fault(.throttled, .midway(1)) : nil
    }
    let refused = await RetryingTransport(faulty, policy: policy()).delete(keys)
    #expect(refused.isEmpty)
    #expect(faulty.count(.delete) == 3)
    #expect(try await memory.list(prefix: "").objects == [])
  }

  @Test func reportsWhatCannotBeDeleted() async throws {
    let key = try key()
    let faulty = FaultyTransport(memory) { _, number in
      Fault(number == 1 ? .throttled : .denied)
    }
    let refused = await RetryingTransport(faulty, policy: policy()).delete([key])
    #expect(refused.mapValues(\.kind) == [key: .denied])
    #expect(faulty.count(.delete) == 2)
  }

  @Test func stopsWaitingWhenCancelled() async throws {
    let faulty = FaultyTransport(memory) { _, _ in Fault(.throttled) }
    let policy = RetryPolicy(wait: { _ in throw CancellationError() })
    await expect(.cancelled) { () async throws(TransportError) in
      _ = try await RetryingTransport(faulty, policy: policy).list(prefix: "")
    }
    #expect(faulty.count(.list) == 1)
  }
}

/// Keeps what is appended, from any thread.
private final class Recorder<Value: Sendable & Equatable>: Sendable {
  private let storage = Mutex<[Value]>([])

  var values: [Value] { storage.withLock { $0 } }

  func append(_ value: Value) {
    storage.withLock { $0.append(value) }
  }
}
