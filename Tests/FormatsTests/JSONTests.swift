import Formats
import Testing

@Suite struct JSONTests {
  @Test func writesASCIIWithSpaces() {
    let value: Value = [
      "b": [1, .float(2.5), .null, true], "a": "é😀\"\\/\u{7F}\n\u{1}",
      "c": .map(Value.Mapping()),
    ]
    #expect(
      text(renderJSON(value, sorted: true))
        == #"{"a": "\u00e9\ud83d\ude00\"\\/\u007f\n\u0001", "b": [1, 2.5, null, true], "c": {}}"#)
  }

  @Test func indentsForTerminals() {
    let value: Value = ["a": [1, ["b": []]], "c": .map(Value.Mapping())]
    #expect(
      text(renderJSON(value, indent: 2)) == """
        {
          "a": [
            1,
            {
              "b": []
            }
          ],
          "c": {}
        }
        """)
  }

  @Test func sortsKeysByCodePoint() {
    let value: Value = ["\u{FF46}": 1, "\u{1F600}": 2, "Z": 3, "a": 4]
    #expect(
      text(renderJSON(value, sorted: true))
        == #"{"Z": 3, "a": 4, "\uff46": 1, "\ud83d\ude00": 2}"#)
  }

  @Test(arguments: [
    (1.0, "1.0"), (0.1, "0.1"), (1e-7, "1e-07"), (1e20, "1e+20"), (1e16, "1e+16"),
    (1e15, "1000000000000000.0"), (123456789.123, "123456789.123"), (-0.0, "-0.0"),
    (0.0001, "0.0001"), (0.00001, "1e-05"), (.leastNonzeroMagnitude, "5e-324"),
    (1.7976931348623157e308, "1.7976931348623157e+308"), (9007199254740993.0, "9007199254740992.0"),
    (-1.5e-10, "-1.5e-10"), (.infinity, "inf"), (.nan, "nan"),
  ])
  func writesFloatsAsPythonDoes(number: Double, expected: String) {
    #expect(pythonRepr(number) == expected)
  }

  @Test func readsWhatItWrites() throws {
    let source =
      #"{"a": [1, -2.5, 1e+20, null, true, "\u00e9\ud83d\ude00", 123456789012345678901], "b": {}}"#
    #expect(text(renderJSON(try parseJSON(bytes(source)))) == source)
  }

  @Test(arguments: [
    ("", "Expecting value: line 1 column 1 (char 0)"),
    ("{\"a\": 1,}", "Expecting property name enclosed in double quotes: line 1 column 9 (char 8)"),
    ("{\"a\" 1}", "Expecting ':' delimiter: line 1 column 6 (char 5)"),
    ("[1\n 2]", "Expecting ',' delimiter: line 2 column 2 (char 4)"),
    ("[1] x", "Extra data: line 1 column 5 (char 4)"),
    ("\"é", "Unterminated string starting at: line 1 column 1 (char 0)"),
    ("[\"é\n\"]", "Invalid control character at: line 1 column 4 (char 3)"),
    ("\"\\x\"", "Invalid \\escape: line 1 column 2 (char 1)"),
    ("\"\\u12g4\"", "Invalid \\uXXXX escape: line 1 column 3 (char 2)"),
    ("[01]", "Expecting ',' delimiter: line 1 column 3 (char 2)"),
  ])
  func wordsErrorsAsPythonDoes(source: String, message: String) {
    #expect(performing: { try parseJSON(bytes(source)) }, throws: { "\($0)" == message })
  }
}
