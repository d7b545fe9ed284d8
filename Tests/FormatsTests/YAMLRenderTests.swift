import Formats
import Testing

@Suite struct YAMLRenderTests {
  @Test func writesWhatDVCWrites() throws {
    let cases = try Fixture.values("yaml/emit.jsonl")
    #expect(cases.count == 1400)
    var failures = 0
    // Where DVC itself does not read back what it writes, our bytes differ.
    for pair in cases.compactMap(\.array) where pair[2] == true {
      let rendered = text(renderYAML(pair[0]))
      let expected = pair[1].string ?? ""
      guard !rendered.utf8.elementsEqual(expected.utf8) else { continue }
      failures += 1
      if failures <= 5 { Issue.record("wrote\n\(rendered)\ninstead of\n\(expected)") }
    }
    #expect(failures == 0)
  }

  @Test func readsBackWhatItWrites() throws {
    for pair in try Fixture.values("yaml/emit.jsonl").compactMap(\.array) {
      let bytes = renderYAML(pair[0])
      let document = try YAMLDocument(bytes: bytes)
      #expect(document.value == pair[0], "\(text(bytes))")
    }
  }

  @Test func writesKeysThatAreNotStrings() throws {
    let source = bytes("1: a\ntrue: b\n2.5: c\nnull: d\n'3': e\n")
    // 1 and true are equal keys in Python, but not here.
    #expect(text(renderYAML(try YAMLDocument(bytes: source).value)) == text(source))
  }

  @Test(arguments: ["a\u{85}b", "\u{85}", "a\u{2028}b", "\u{2029}", "it's\u{2028} x", "a\r\nb"])
  func keepsEveryKindOfLineBreak(name: String) throws {
    let rendered = renderYAML(["path": .string(name)])
    #expect(try YAMLDocument(bytes: rendered).value == ["path": .string(name)])
  }
}
