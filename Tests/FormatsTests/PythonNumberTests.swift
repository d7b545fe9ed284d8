import Testing

@testable import Formats

@Suite struct PythonNumberTests {
  @Test(arguments: [
    ("1", 1), (" +5\n", 5), ("-1_000", -1000), ("007", 7), ("99999999999999999999", Int.max),
  ])
  func readsIntegers(_ text: String, _ number: Int) {
    #expect(pythonInteger(text) == number)
  }

  @Test(arguments: ["", "-", "1.0", "1e3", "0x10", "1__0", "_1", "1_", "a"])
  func refusesWhatIsNoInteger(_ text: String) {
    #expect(pythonInteger(text) == nil)
  }

  @Test(arguments: [
    ("1", 1.0), (" 1.5 ", 1.5), (".5", 0.5), ("1.", 1), ("1.e2", 100), ("1_0.0_1", 10.01),
    ("-inf", -Double.infinity), ("1E3", 1000),
  ])
  func readsNumbers(_ text: String, _ number: Double) {
    #expect(pythonFloat(text) == number)
  }

  @Test(arguments: ["", ".", "e5", "1e", "0x1p3", "1__0", "a"])
  func refusesWhatIsNoNumber(_ text: String) {
    #expect(pythonFloat(text) == nil)
  }
}
