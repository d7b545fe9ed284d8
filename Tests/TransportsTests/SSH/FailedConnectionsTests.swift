import Testing

@testable import Transports

struct FailedConnectionsTests {
  private let now = ContinuousClock.now

  private static func error(_ kind: TransportError.Kind) -> TransportError {
    TransportError(kind, detail: "away")
  }

  private func why(_ failures: FailedConnections) -> TransportError? {
    do throws(TransportError) {
      try failures.check(at: now)
      return nil
    } catch { return error }
  }

  @Test func waitsBetweenAttemptsAndGivesUp() throws {
    var failures = FailedConnections()
    #expect(why(failures) == nil)
    var waits: [Duration] = []
    for _ in 1..<5 {
      failures.note(Self.error(.interrupted), at: now)
      let error = try #require(why(failures))
      #expect(error.kind == .interrupted)
      waits.append(try #require(error.retryAfter))
    }
    #expect(waits.first.map { $0 <= .milliseconds(200) } == true)
    #expect(waits.last.map { $0 > .milliseconds(400) } == true)
    failures.note(Self.error(.interrupted), at: now)
    #expect(why(failures)?.kind == .unreachable)
    #expect(why(failures)?.detail == "away (tried 5 times)")
  }

  @Test func tellsAtOnceWhatWillNotPass() {
    for kind in [TransportError.Kind.credentials, .unreachable] {
      var failures = FailedConnections()
      failures.note(Self.error(kind), at: now)
      #expect(why(failures)?.kind == kind)
      #expect(why(failures)?.retryAfter == nil)
    }
  }

  /// A server that is started again refuses connections for a moment.
  @Test func hasPatienceWithAServerThatWasThere() {
    var failures = FailedConnections()
    failures.clear()
    failures.note(Self.error(.unreachable), at: now)
    #expect(why(failures)?.kind == .interrupted)
    failures.clear()
    #expect(why(failures) == nil)
  }
}
