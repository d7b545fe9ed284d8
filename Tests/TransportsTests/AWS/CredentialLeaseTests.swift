import Basics
import Synchronization
import Testing

@testable import Transports

struct CredentialLeaseTests {
  private let clock = TestClock()

  /// A source that counts, whose keys last for so many seconds.
  private final class Source: Sendable {
    let count = Mutex(0)
    let fails = Mutex(false)
    let lasts: Int64?
    let now: @Sendable () -> Int64

    init(lasts: Int64?, _ clock: TestClock) { (self.lasts, now) = (lasts, clock.now) }

    func fetch() async throws(CairnError) -> S3Credentials {
      let number = count.withLock { count in
        count += 1
        return count
      }
      await Task.yield()
      if fails.withLock({ $0 }) { throw CairnError("no", kind: .credentials) }
      return S3Credentials(id: "\(number)", secret: "s", expiration: lasts.map { now() + $0 })
    }
  }

  private func lease(_ source: Source) -> CredentialLease {
    CredentialLease(now: clock.now) { () async throws(CairnError) in try await source.fetch() }
  }

  @Test func fetchesOnceForManyRequests() async throws {
    let source = Source(lasts: 3600, clock)
    let lease = lease(source)
    let ids = await concurrentMap(Array(0..<100), width: 50) { _ in try await lease.current().id }
    #expect(Set(ids.compactMap { try? $0.get() }) == ["1"])
    clock.advance(3600)
    let later = await concurrentMap(Array(0..<100), width: 50) { _ in try await lease.current().id }
    #expect(Set(later.compactMap { try? $0.get() }) == ["2"])
    #expect(source.count.withLock { $0 } == 2)
  }

  @Test func fetchesAnewBeforeTheEnd() async throws {
    let source = Source(lasts: 3600, clock)
    let lease = lease(source)
    #expect(try await lease.current().id == "1")
    clock.advance(3600 - 15 * 60)
    #expect(try await lease.current().id == "1")
    clock.advance(1)
    #expect(try await lease.current().id == "2")
  }

  @Test func goesOnWithOldKeysAsLongAsTheyAreSafe() async throws {
    let source = Source(lasts: 3600, clock)
    let lease = lease(source)
    _ = try await lease.current()
    source.fails.withLock { $0 = true }
    clock.advance(3600 - 14 * 60)
    #expect(try await lease.current().id == "1")
    #expect(try await lease.current().id == "1")
    #expect(source.count.withLock { $0 } == 2)
    clock.advance(5 * 60)
    await #expect(throws: CairnError.self) { try await lease.current() }
  }

  @Test func doesNotAskForAFailureAgainAtOnce() async throws {
    let source = Source(lasts: 3600, clock)
    source.fails.withLock { $0 = true }
    let lease = lease(source)
    let results = await concurrentMap(Array(0..<50), width: 8) { _ in try await lease.current().id }
    #expect(results.allSatisfy { (try? $0.get()) == nil })
    #expect(source.count.withLock { $0 } == 1)
    source.fails.withLock { $0 = false }
    clock.advance(60)
    #expect(try await lease.current().id == "2")
  }

  @Test func doesNotAskForShortLivedKeysForEachRequest() async throws {
    let source = Source(lasts: 300, clock)
    let lease = lease(source)
    for _ in 0..<3 { #expect(try await lease.current().id == "1") }
    clock.advance(60)
    #expect(try await lease.current().id == "2")
  }

  @Test func refusesKeysThatHaveEndedWhenTheyCome() async throws {
    let lease = lease(Source(lasts: -1, clock))
    let error = await #expect(throws: CairnError.self) { try await lease.current() }
    #expect(error?.message.contains("still expired") == true)
  }

  @Test func replacesKeysThatAServerRefused() async throws {
    let source = Source(lasts: nil, clock)
    let lease = lease(source)
    let old = try await lease.current()
    let answers = await concurrentMap(Array(0..<50), width: 50) { _ in try await lease.renew(old) }
    #expect(answers.allSatisfy { (try? $0.get()) == true })
    #expect(source.count.withLock { $0 } == 2)
    #expect(try await lease.current().id == "2")
  }

  @Test func knowsASourceThatHasNothingNew() async throws {
    let count = Mutex(0)
    let lease = CredentialLease(now: clock.now) {
      count.withLock { $0 += 1 }
      return S3Credentials(id: "same", secret: "s")
    }
    let keys = try await lease.current()
    #expect(try await lease.renew(keys) == false)
    #expect(try await lease.renew(keys) == false)
    #expect(count.withLock { $0 } == 2)
  }

  @Test func isNotEndedForOthersByWhoGivesUp() async throws {
    let gate = Mutex(false)
    let lease = CredentialLease(now: clock.now) { () async throws(CairnError) in
      while !gate.withLock({ $0 }) {
        if Task.isCancelled { throw CairnError("cancelled", kind: .interrupted) }
        await Task.yield()
      }
      return S3Credentials(id: "id", secret: "s")
    }
    let impatient = Task { try await lease.current() }
    let patient = Task { try await lease.current() }
    impatient.cancel()
    await #expect(throws: CairnError.self) { try await impatient.value }
    gate.withLock { $0 = true }
    #expect(try await patient.value.id == "id")
  }
}
