import Basics
import Formats
import Testing

/// Python source as a parameter file.
@Suite struct PythonParametersTests {
  private func parse(_ text: String) throws -> ParameterDocument {
    try ParameterDocument(parsing: Array(text.utf8), name: "p.py")
  }

  @Test(
    arguments: [
      ("3", 3), ("1_000", 1000), ("0xFf", 255), ("0o17", 15), ("0b11", 3), ("00", 0),
      ("99999999999999999999", .bigInteger("99999999999999999999")), ("-5", -5), ("+5", 5),
      ("1.5", .float(1.5)), ("1e3", .float(1000)), (".5", .float(0.5)), ("5.", .float(5)),
      ("-1_0.5E-1", .float(-1.05)), ("True", true), ("False", false), ("None", .null),
      ("'a'", "a"), ("\"it's\"", "it's"), ("'a' \"b\"  'c'", "abc"), ("r'\\n'", "\\n"),
      ("u'é'", "é"),
      (#"'\n\t\x41\u00e9\101\q\''"#, "\n\tAéA\\q'"), ("'''one\ntwo'''", "one\ntwo"), ("''", ""),
      ("\"\"\"\"\"\"", ""), ("(1)", 1), ("[]", []),
      ("[1, [2, 'x'],\n  None,  # c\n]", [1, [2, "x"], .null]),
      ("{}", .map(.init())), ("{'a': 1, \"b\": {'c': [2]}}", ["a": 1, "b": ["c": [2]]]),
      ("1 \\\n", 1),
    ] as [(String, Value)])
  func readsLiterals(text: String, value: Value) throws {
    #expect(try parse("x = \(text)\n").value == ["x": value])
    #expect(try parse("x: int = \(text)").value == ["x": value])
  }

  @Test(
    arguments: [
      ("(1, 2)", [1, 2], "tuple"), ("1, 2", [1, 2], "tuple"), ("(1,)", [1], "tuple"),
      ("()", [], "tuple"),
      ("{1, 2}", [1, 2], "set"), ("set()", [], "set"),
    ] as [(String, Value, String)])
  func noticesWhatOtherFormatsLack(text: String, value: Value, type: String) throws {
    let document = try parse("x = \(text)")
    #expect(document.value == ["x": value])
    #expect(document.foreignTypes.map(\.key) == ["x"])
    #expect(document.foreignTypes.map(\.type) == [type])
    let nested = try parse(
      "class A:\n  d = {'k': [0, \(text.hasPrefix("1") ? "(\(text))" : text)]}")
    #expect(nested.foreignTypes.map(\.key) == ["A.d.k.1"])
  }

  @Test(
    arguments: [
      "x = y", "x = f(1)", "x = 1 + 1", "x = [y]", "x = not True", "x = f'a'", "x = b'a'", "x = 1j",
      "x = y = 1", "x, y = 1, 2", "x[0] = 1", "a.b = 1", "x += 1", "x == 1", "x: int",
      "x = lambda a=1: a",
      "if True:\n  x = 1", "def f():\n  x = 1", "async def __init__(self):\n  self.x = 1",
      "'x = 1'",
      "with open('a') as f: x = 1", "x = ...", "import x", "# x = 1", "x = 1 if y else 2",
    ])
  func passesOverTheRest(text: String) throws {
    #expect(try parse("\(text)\nlast = 1\n").value == ["last": 1])
  }

  @Test func readsClasses() throws {
    let text = """
      #!/usr/bin/env python
      \"\"\"Parameters.\"\"\"
      import os

      N = 3; M = 4
      N = 5
      path = os.path.join("a", "b")


      @decorated(
        x=1,
      )
      class Train(Model):
          \"\"\"Doc\"\"\"
          lr: float = 1e-3

          class Inner: a = 1; b = 'two'

          def __init__(self, k=2):
              self.layers = 5
              self.other = k
              local = 6
              if k:
                  self.no = 7

          def run(self):
              self.more = 8

      self.odd = 9
      """
    #expect(
      try parse(text).value == [
        "N": 5, "M": 4,
        "Train": [
          "lr": .float(0.001), "Inner": ["a": 1, "b": "two"], "layers": 5,
        ], "odd": 9,
      ])
  }

  @Test(
    arguments: [
      "x = (1", "x = 1)", "x = [1}", "x = 'a", "x = \"a\nb\"", "x = '''a", "  x = 1",
      "x = 1\n  y = 2",
      "class A:\nx = 1", "class A:\n    x = 1\n  y = 2", "class A:", "x = $", "x = 1 \\ 2", "x = ?",
    ])
  func refusesWhatCannotBePython(text: String) {
    let error = #expect(throws: ParameterFileError.self) { try parse(text) }
    #expect(
      error?.userError.message == "unable to read: 'p.py', Python file structure is corrupted")
  }

  @Test func depthIsBounded() throws {
    let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
    #expect(try parse("x = \(deep)\ny = 1").value == ["y": 1])
  }
}
