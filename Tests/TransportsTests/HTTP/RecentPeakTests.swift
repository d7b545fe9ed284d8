import Testing

@testable import Transports

struct RecentPeakTests {
  @Test func remembersForASpanOrTwo() {
    var peak = RecentPeak(span: .seconds(1))
    let start = ContinuousClock.now
    func note(_ count: Int, _ milliseconds: Int) -> Int {
      peak.note(count, at: start + .milliseconds(milliseconds))
      return peak.value
    }
    #expect(note(100, 0) == 100)
    #expect(note(3, 500) == 100)
    #expect(note(5, 1100) == 100)
    #expect(note(4, 2200) == 5)
    #expect(note(2, 9000) == 2)
  }
}
