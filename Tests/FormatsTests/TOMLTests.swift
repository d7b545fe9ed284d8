import Basics
import Formats
import Testing

/// TOML as a parameter file.
@Suite struct TOMLTests {
  private func parse(_ text: String) throws -> Value {
    try ParameterDocument(parsing: Array(text.utf8), name: "p.toml").value
  }

  @Test(
    arguments: [
      ("1", 1), ("+17", 17), ("-1_000", -1000), ("0xdead_BEEF", 0xdead_beef), ("0o755", 0o755),
      ("0b1101", 13), ("9223372036854775808", .bigInteger("9223372036854775808")),
      ("3.14", .float(3.14)), ("-0.01e-3_0", .float(-0.01e-30)), ("5e+22", .float(5e22)),
      ("6.626e34", .float(6.626e34)), ("inf", .float(.infinity)), ("-inf", .float(-.infinity)),
      ("nan", .float(.nan)), ("true", true), ("false", false),
      ("1979-05-27", .timestamp("1979-05-27")), ("07:32:00.5", .timestamp("07:32:00.500000")),
      ("1979-05-27T07:32:00", .timestamp("1979-05-27 07:32:00")),
      ("1979-05-27 07:32:00Z # z", .timestamp("1979-05-27 07:32:00+00:00")),
      ("1979-05-27T00:32:00.9999999-07:00", .timestamp("1979-05-27 00:32:00.999999-07:00")),
      (#""é \t\\\" \u00E9 \U0001F600""#, "é \t\\\" é 😀"), ("'C:\\\\x'", "C:\\\\x"), ("''", ""),
      ("\"\"\"\none\n two\"\"\"\"\"", "one\n two\"\""), ("\"\"\"a\\\n   b\"\"\"", "ab"),
      ("'''\r\nit's\r\n'''", "it's\n"), ("[]", []),
      ("[ 1, 'a', # c\n [2.0],\n]", [1, "a", [.float(2)]]),
      ("{}", .map(.init())),
      ("{ a = 1, b.c = [2], 'd e' = {} }", ["a": 1, "b": ["c": [2]], "d e": .map(.init())]),
    ] as [(String, Value)])
  func readsValues(text: String, value: Value) throws {
    #expect(try parse("x = \(text)\n") == ["x": value])
  }

  @Test func readsTables() throws {
    let text = """
      top = 1
      "quoted.key" = 2
      a . b.c = 3
      a.b.d = 4
      [servers.alpha]
      ip = "x"
      [servers]
      count = 2
      [[points]]
      x = 1
      [points.inner]
      y = 2
      [[points]]
      x = 3
      """
    let expected: Value = [
      "top": 1, "quoted.key": 2, "a": ["b": ["c": 3, "d": 4]],
      "servers": ["alpha": ["ip": "x"], "count": 2],
      "points": [["x": 1, "inner": ["y": 2]], ["x": 3]],
    ]
    let value = try parse(text)
    #expect(value == expected)
    #expect(value.map?.keys == ["top", "quoted.key", "a", "servers", "points"])
    #expect(try parse(text.split(separator: "\n").joined(separator: "\r\n")) == expected)
  }

  @Test(
    arguments: [
      "x", "x =", "= 1", "x = 1 y = 2", "x = 1\nx = 2", "a.b = 1\na = 2", "a = 1\na.b = 2",
      "[a]\n[a]", "[a]\nb = 1\n[a.b]", "[[a]]\n[a]", "a = [1]\n[[a]]", "a = {b = 1}\n[a.c]",
      "a = {b = 1}\na.c = 2", "[a.b]\n[a]\nb.c = 1\n[a.b.d]\n[a.b]", "x = {a = 1,}",
      "x = {a = 1\n}",
      "x = [1", "x = [1 2]", "x = \"a", "x = \"a\nb\"", "x = 'a\nb'", "x = \"\\q\"",
      "x = \"\\ud800\"",
      "x = 01", "x = 1.", "x = .5", "x = 1__0", "x = _1", "x = +0x1", "x = 1e", "x = True",
      "x = 2021-02-29", "x = 2020-13-01", "x = 25:00:00", "x = 07:32", "x = \u{1}", "# \u{1}", "[a",
      "[[a]", "[]", "x = ]",
    ])
  func refusesWhatIsNot(text: String) {
    let error = #expect(throws: ParameterFileError.self) { try parse(text) }
    #expect(
      error?.userError.message == "unable to read: 'p.toml', TOML file structure is corrupted")
  }

  @Test(arguments: [
    "x = \(String(repeating: "[", count: 5000))", "x = \(String(repeating: "{a.a=", count: 5000))",
    "\(String(repeating: "a.", count: 5000))a = 1",
  ])
  func refusesWhatIsTooDeep(text: String) {
    #expect(throws: ParameterFileError.self) { try parse(text) }
  }
}
