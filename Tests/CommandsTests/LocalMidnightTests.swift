import Basics
import Testing

@testable import Commands

@Suite struct LocalMidnightTests {
  @Test func aDayLaterIsLater() throws {
    let (first, second) = (try localMidnight("2026-01-31"), try localMidnight("2026-2-1"))
    #expect(second - first == 24 * 60 * 60)
    #expect(try localMidnight("2000-02-29") < first)
  }

  @Test(arguments: [
    ("nope", "time data 'nope' does not match format '%Y-%m-%d'"),
    ("26-01-01", "time data '26-01-01' does not match format '%Y-%m-%d'"),
    ("2026-13-01", "time data '2026-13-01' does not match format '%Y-%m-%d'"),
    ("2026-00-01", "time data '2026-00-01' does not match format '%Y-%m-%d'"),
    ("2026-01-32", "unconverted data remains: 2"),
    ("2026-01-011", "unconverted data remains: 1"),
    ("2026-02-30", "day is out of range for month"),
  ])
  func saysWhatPythonSays(_ text: String, _ message: String) {
    let error = #expect(throws: CairnError.self) { try localMidnight(text) }
    #expect(error?.message == message)
    #expect(error?.kind == .unexpected)
  }
}
