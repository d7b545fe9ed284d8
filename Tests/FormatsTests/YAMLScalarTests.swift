import Formats
import Testing

@Suite struct YAMLScalarTests {
  @Test func readsScalarsAsDVCDoes() throws {
    let cases = try Fixture.values("yaml/scalars.jsonl").compactMap(\.array)
    #expect(cases.count > 1200)
    for pair in cases {
      let source = pair[0].string ?? ""
      let found = try YAMLDocument(bytes: bytes("a: \(source)\n")).value.map?["a"]
      #expect(description(of: found) == pair[1], "\(source)")
    }
  }

  /// As the fixture describes values: the type's name and Python's text.
  private func description(of value: Value?) -> Value? {
    switch value {
    case nil: nil
    case .null: ["null", ""]
    case .bool(let flag): ["bool", .string(flag ? "True" : "False")]
    case .integer(let number): ["int", .string(String(number))]
    case .bigInteger(let digits): ["int", .string(digits)]
    case .float(let number): ["float", .string(pythonRepr(number))]
    case .timestamp(let text): ["timestamp", .string(text)]
    case .string(let text): ["str", .string(text)]
    case .array, .map: nil
    }
  }
}
