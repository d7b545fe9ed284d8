import Formats
import Testing

@Suite struct YAMLEditTests {
  @Test func leavesAloneWhatDoesNotChange() throws {
    for pair in try Fixture.values("yaml/emit.jsonl").compactMap(\.array) where pair[2] == true {
      let source = bytes(pair[1].string ?? "")
      #expect(try editYAML(source, to: YAMLDocument(bytes: source).value) == source)
    }
  }

  @Test func makesOfDVCsFilesWhatDVCDoes() throws {
    let cases = try Fixture.values("yaml/edits.jsonl").compactMap(\.array)
    #expect(cases.count == 250)
    for line in cases {
      let edited = try edit(line[0].string ?? "", line[1])
      #expect(edited == line[2].string, "\(line[0].string ?? "")")
    }
  }

  @Test func keepsCommentsAndPositions() throws {
    let edited = try edit(
      """
      # top comment
      desc: stage desc   # trailing
      meta:
        author: me   # who
        n: [1, 2]
      outs:
        # out comment
      - path: a # the path
        md5: b026324c6904b2a9cb4b88d6d61c81d1
        desc: file desc # d
      # the end

      """,
      [
        "desc": "stage desc", "meta": ["author": "me", "n": [1, 2]],
        "outs": [
          [
            "path": "a", "md5": "26ab0db90d72e28ad0ba1e22ee510510", "size": 12, "hash": "md5",
            "desc": "another, longer desc",
          ]
        ],
      ])
    #expect(
      edited == """
        # top comment
        desc: stage desc   # trailing
        meta:
          author: me   # who
          n: [1, 2]
        outs:
          # out comment
        - path: a # the path
          md5: 26ab0db90d72e28ad0ba1e22ee510510
          desc: another, longer desc # d
          size: 12
          hash: md5
        # the end

        """)
  }

  @Test(arguments: [
    // Scalars, and what stands behind them.
    ("a: 1   # c\nb: 2\n", "{a: 100, b: 2}", "a: 100 # c\nb: 2\n"),
    ("a: 100 # c\n", "{a: 1}", "a: 1   # c\n"),
    ("a:    1\n", "{a: x}", "a:    x\n"),
    ("a:\nb: 2\n", "{a: 1, b: 2}", "a: 1\nb: 2\n"),
    ("a: 1\nb: 2\n", "{a: , b: 2}", "a:\nb: 2\n"),
    ("a: 'x'\n", "a: it's", "a: it's\n"),
    ("a: |\n  x\n  y\n\n# c\nb: 1\n", "{a: z, b: 1}", "a: z\n\n# c\nb: 1\n"),
    ("a: \n  long\nb: 1\n", "{a: z, b: 1}", "a: z\nb: 1\n"),
    ("é: 日 # c\n", "é: 日本", "é: 日本 # c\n"),
    // Scalars and collections.
    ("a: 1\nb: 2\n", "{a: [1, 2], b: 2}", "a:\n- 1\n- 2\nb: 2\n"),
    ("a: 1\nb: 2\n", "{a: {x: 1}, b: 2}", "a:\n  x: 1\nb: 2\n"),
    ("a:\n- 1\n- 2\nb: 2\n", "{a: 1, b: 2}", "a: 1\nb: 2\n"),
    ("a:\n- 1\nb: 2\n", "{a: [], b: 2}", "a: []\nb: 2\n"),
    ("a: {}\nb: 2\n", "{a: {x: 1}, b: 2}", "a:\n  x: 1\nb: 2\n"),
    // Lists.
    ("a:\n  - 1 # one\n  - 2\n", "a: [1, 3]", "a:\n  - 1 # one\n  - 3\n"),
    ("a:\n  - 1 # one\n  - 2\n", "a: [1, 2, 3]", "a:\n- 1\n- 2\n- 3\n"),
    ("a:\n- \n- 2\n", "a: [1, 2]", "a:\n- 1\n- 2\n"),
    ("a:\n- 1\n- 2\n", "a: [null, 2]", "a:\n- \n- 2\n"),
    ("- - 1\n  - 2\n- 3\n", "[[1, 4], {x: 1, y: 2}]", "- - 1\n  - 4\n- x: 1\n  y: 2\n"),
    // Flow collections.
    ("a: {x: 1, y: 2} # c\n", "a: {x: 3, y: 2}", "a: {x: 3, y: 2} # c\n"),
    ("a: {x: 1, y: 2}\n", "a: {z: 'a,b', y: 2}", "a: {y: 2, z: 'a,b'}\n"),
    ("a: [1, {x: 2}]\n", "a: [1, {x: null}]", "a: [1, {x: null}]\n"),
    ("a: [1, 2]\nb: 1\n", "{a: [1], b: 1}", "a:\n- 1\nb: 1\n"),
    // Keys that go and come.
    ("a: 1\n# b's\nb: 2\n# c's\nc: 3\n", "{a: 1, c: 3}", "a: 1\n# b's\n# c's\nc: 3\n"),
    ("x:\n- a: 1\n  b: 2\n", "x: [b: 2]", "x:\n- b: 2\n"),
    ("x:\n- a: 1\n  b: 2\n", "x: [c: 2]", "x:\n- c: 2\n"),
    ("x:\n- a: 1\n\ny: 2\n", "{x: [{a: 1, b: 2}], y: 2}", "x:\n- a: 1\n  b: 2\n\ny: 2\n"),
    (
      "x:\n  a: 1\n  # more\n# y's\ny: 2", "{x: {a: 1, b: 2}, y: 2}",
      "x:\n  a: 1\n  # more\n  b: 2\n# y's\ny: 2\n"
    ),
    ("a:\n  b:\n  - 1\n", "{a: {b: [1], c: 1}, d: 2}", "a:\n  b:\n  - 1\n  c: 1\nd: 2\n"),
    ("a: 1\n", "{}", "{}\n"),
    ("# only\n", "a: 1", "# only\na: 1\n"),
    ("", "a: 1", "a: 1\n"),
    // Line ends.
    ("\u{FEFF}a: 1\r\nb: 2\r\n", "{a: 1, b: 3}", "a: 1\nb: 3\n"),
    // Anchors and merge keys.
    ("a: &x 1\nb: *x\n", "{a: 1, b: 2}", "a: &x 1\nb: 2\n"),
    ("a: &x 1\nb: *x\n", "{a: 2, b: 1}", "a: 2\nb: 1\n"),
    (
      "a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  m: 1\n", "{a: {k: 1, l: 2}, b: {k: 1, l: 3, m: 2}}",
      "a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  m: 2\n  l: 3\n"
    ),
  ])
  func changesOnlyWhatDiffers(source: String, value: String, expected: String) throws {
    #expect(try edit(source, YAMLDocument(bytes: bytes(value)).value) == expected)
  }

  private func edit(_ source: String, _ value: Value) throws -> String {
    text(try editYAML(bytes(source), to: value))
  }
}
