import Formats
import Testing

@Suite struct ParameterEqualityTests {
  @Test(
    arguments: [
      (Value.integer(1), Value.float(1)), (.bool(true), .integer(1)), (.float(0), .bool(false)),
      (.bigInteger("100000000000000000000"), .float(1e20)), (.null, .null), ("a", "a"),
      ([1, .float(2.5)], [.float(1), .float(2.5)]),
      (["a": 1, "b": ["c": true]], ["b": ["c": 1], "a": 1]),
      (.float(.infinity), .float(.infinity)),
    ] as [(Value, Value)])
  func takesEqualNumbersForEqual(_ left: Value, _ right: Value) {
    #expect(left.pythonEquals(right))
    #expect(right.pythonEquals(left))
  }

  @Test(
    arguments: [
      (Value.integer(1), Value.string("1")), (.float(.nan), .float(.nan)), (.null, .bool(false)),
      (.integer(9_007_199_254_740_993), .float(9_007_199_254_740_992)), ("\u{E9}", "e\u{301}"),
      ([1], [1, 2]), (["a": 1], ["a": 1, "b": .null]), (["a": 1], ["b": 1]), ([], .map(.init())),
    ] as [(Value, Value)])
  func takesDifferentValuesForDifferent(_ left: Value, _ right: Value) {
    #expect(!left.pythonEquals(right))
    #expect(!right.pythonEquals(left))
  }
}
