import Testing

@testable import Transports

/// A server in virtual time: so many calls on their way take so long, and it does no more than so many a
/// second.
private struct SimulatedServer {
  var latency: Double
  var capacity = Double.infinity
  /// More calls at a time are refused.
  var tolerated = Int.max

  /// The limits that a pace settles at, one a round trip.
  func limits(of pace: inout CallPace, from start: Double = 0, rounds: Int) -> [Int] {
    var (now, limits) = (start, [Int]())
    for _ in 0..<rounds {
      let (begun, count) = (now, pace.limit)
      let time = max(latency, Double(count) / capacity)
      for number in 0..<count {
        now += time / Double(count)
        if number < tolerated {
          pace.ended(at: .seconds(now), work: 1, isFull: true)
        } else {
          pace.failed(startedAt: .seconds(begun), at: .seconds(now))
        }
      }
      limits.append(pace.limit)
    }
    return limits
  }
}

@Suite struct CallPaceTests {
  @Test func growsWhileThatGetsMoreDone() {
    var pace = CallPace(most: 256, at: .zero)
    let limits = SimulatedServer(latency: 0.03).limits(of: &pace, rounds: 20)
    #expect(limits.last == 256)
    #expect(limits.firstIndex(of: 256).map { $0 < 12 } == true)
  }

  @Test func staysLowWhereMoreDoNotHelp() {
    var pace = CallPace(most: 256, at: .zero)
    let limits = SimulatedServer(latency: 0.001, capacity: 1000).limits(of: &pace, rounds: 2000)
    #expect(limits.allSatisfy { $0 <= 32 })
    #expect(limits.filter { $0 == 16 }.count > 1000)
  }

  @Test func takesUpARemoteThatBecomesFaster() {
    var pace = CallPace(most: 256, at: .zero)
    _ = SimulatedServer(latency: 0.03, capacity: 500).limits(of: &pace, rounds: 100)
    #expect(pace.limit <= 32)
    #expect(SimulatedServer(latency: 0.03).limits(of: &pace, from: 1000, rounds: 100).last == 256)
  }

  @Test func comesToTermsWithARemoteThatThrottles() {
    var pace = CallPace(most: 256, at: .zero)
    let server = SimulatedServer(latency: 0.03, tolerated: 40)
    let limits = server.limits(of: &pace, rounds: 400).dropFirst(50)
    #expect(limits.allSatisfy { (16...46).contains($0) })
    let refusals = limits.filter { $0 > 40 }.count
    #expect(refusals * 20 < limits.count)
  }

  @Test func halvesOnceForABurstOfRefusals() {
    var pace = CallPace(most: 16, at: .zero)
    for _ in 0..<16 { pace.failed(startedAt: .seconds(1), at: .seconds(2)) }
    #expect(pace.limit == 8)
    for second in 3..<100 { pace.failed(startedAt: .seconds(second), at: .seconds(second)) }
    #expect(pace.limit == 1)
  }

  @Test func calledByFewItSaysNothing() {
    var pace = CallPace(most: 64, at: .zero)
    for second in 1...1000 { pace.ended(at: .seconds(second), work: 1, isFull: false) }
    #expect(pace.limit == 16)
  }
}
