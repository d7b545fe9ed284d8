import Basics
import Formats
import Testing

@Suite struct SchemaTests {
  @Test func namesWhatIsWrongAndWhere() throws {
    let source = "outs:\n- md5: ab\n  path: 1\n"
    #expect(
      performing: { try PointerFile(parsing: bytes(source), path: "k.dvc") },
      throws: { error in
        let excerpt = ["  1 outs:", "  2 - md5: ab", "  3   path: 1"].map { line in
          line + String(repeating: " ", count: 80 - line.count)
        }
        let lines =
          ["'./k.dvc' validation failed: 2 errors.", ""]
          + ["not a valid value, in outs -> 0 -> md5, line 2, column 3"] + excerpt + [""]
          + ["expected str, in outs -> 0 -> path, line 2, column 3"] + excerpt
        return (error as? DocumentError)?.message() == lines.joined(separator: "\n")
      })
  }

  @Test func saysWhichRevisionTheFileIsFrom() throws {
    let error = #expect(throws: DocumentError.self) {
      try PointerFile(parsing: bytes("- a\n"), path: "../k.dvc")
    }
    var shown = try #require(error)
    shown.revision = "83cf8f8"
    #expect(
      shown.userError.message
        == "'../k.dvc' validation failed in revision '83cf8f8': expected a dictionary.")
  }

  @Test(arguments: [
    ("outs: 7\n", "expected a list for dictionary value @ data['outs']"),
    ("outs: [7]\n", "expected a dictionary @ data['outs'][0]"),
    ("outs: [{path: 1}]\n", "expected str for dictionary value @ data['outs'][0]['path']"),
    ("nope: 7\n", "extra keys not allowed @ data['nope']"),
  ])
  func wordsTheCauseOfAnotherErrorAsDVCDoes(source: String, problem: String) throws {
    let error = #expect(throws: DocumentError.self) {
      try PointerFile(parsing: bytes(source), path: "k.dvc")
    }
    #expect(try #require(error).causeText == "'./k.dvc' validation failed: \(problem)")
  }

  @Test func reportsTheDeepestOfAlternatives() {
    let schema = Schema.oneOf([.string, .items([.string]), .keyed(.integer)])
    #expect(schema.complaints(about: ["a"]).isEmpty)
    #expect(schema.complaints(about: 1).map(\.message) == ["expected str"])
    #expect(
      schema.complaints(about: ["a", 1])
        == [Schema.Complaint(path: [.index(1)], message: "expected str")])
    #expect(
      schema.complaints(about: ["k": "v"])
        == [Schema.Complaint(path: [.key("k")], message: "expected int")])
  }

  @Test func takesAnEmptyDocumentForAnEmptyMapping() throws {
    for source in ["", "# nothing\n", "null\n", "[]\n", "''\n", "0\n"] {
      #expect(try PointerFile(parsing: bytes(source), path: "k.dvc") == PointerFile())
    }
  }

  @Test func refusesBytesThatAreNotText() {
    #expect(
      performing: { try PointerFile(parsing: bytes("a: ") + [0xFF], path: "d/k.dvc") },
      throws: { error in
        (error as? DocumentError)?.userError.fullMessage
          == "unable to read: 'd/k.dvc', is not valid utf-8: "
          + "'utf-8' codec can't decode byte 0xff in position 3: invalid start byte"
      })
  }
}
