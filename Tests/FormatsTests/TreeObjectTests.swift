import Basics
import Formats
import Hashing
import Testing

@Suite struct TreeObjectTests {
  private static let oddNames: [(String, String)] = [
    ("a/b", "1\n"), ("a.txt", "2\n"), ("a-b", "3\n"), ("sp ace", "4\n"), ("new\nline", "5\n"),
    ("back\\slash", "6\n"), ("é/ü", "7\n"), ("😀", "8\n"), ("quo\"te", "9\n"), ("B", "10\n"),
    ("tab\t", "11\n"), ("del\u{7F}", "12\n"), ("a/<&>", "13\n"), ("ｆ", "x"),
  ]

  private func tree(_ files: [(String, String)]) -> TreeObject {
    TreeObject(unsorted: files.map { (RelativePath($0.0), Digest(of: $0.1.utf8)) })
  }

  @Test(arguments: [
    ([], "d751713988987e9331980363e24189ce.dir"),
    ([("x", "x\n"), ("y", "y\n")], "78e06c88520d5d3cb47549bf24ee3baf.dir"),
    (
      [("a.txt", "y\n"), ("b.txt", "x\n"), ("sub/c.txt", "z\n")],
      "9611198005a5d2903d09ba3da4447789.dir"
    ),
    (oddNames, "c7254cbe68e2b27a476c35f776354120.dir"),
  ])
  func hasTheIDThatDVCComputes(files: [(String, String)], id: String) {
    #expect(tree(files).id.description == id)
  }

  @Test func readsBackWhatItWrites() throws {
    let original = tree(Self.oddNames)
    #expect(try TreeObject(parsing: original.rendered()) == original)
  }

  @Test func readsTheUsualFormAsAnyOther() throws {
    let usual = tree(Self.oddNames + [(".hidden", "1"), ("a/.b", "2"), ("a.b/c..", "3")]).rendered()
    let text = String(decoding: usual, as: UTF8.self)
    let spaced = text.split(separator: "{\"md5\"").joined(separator: "{ \"md5\"")
    #expect(spaced != text)
    #expect(try TreeObject(parsing: Array(spaced.utf8)) == TreeObject(parsing: usual))
  }

  @Test func readsAnyOrderAndFurtherKeys() throws {
    let text = """
      [ {"relpath":"b","md5":"b026324c6904b2a9cb4b88d6d61c81d1", "size": 2},
        {"md5":"26ab0db90d72e28ad0ba1e22ee510510","relpath":"a","x":null} ]
      """
    let tree = try TreeObject(parsing: Array(text.utf8))
    #expect(tree.paths.map { String(decoding: $0, as: UTF8.self) } == ["a", "b"])
    #expect(tree.digest(at: RelativePath("b"))?.hex == "b026324c6904b2a9cb4b88d6d61c81d1")
  }

  @Test(arguments: [
    "", "{}", "[{}]", "[", #"[{"md5": "x", "relpath": "a"}]"#, "[] x",
    #"[{"md5": "b026324c6904b2a9cb4b88d6d61c81d1", "relpath": "../a"}]"#,
    #"[{"md5": "b026324c6904b2a9cb4b88d6d61c81d1", "relpath": "/a"}]"#,
    #"[{"md5": "b026324c6904b2a9cb4b88d6d61c81d1", "relpath": "a//b"}]"#,
    #"[{"md5": "b026324c6904b2a9cb4b88d6d61c81d1", "relpath": "a/"}]"#,
    #"[{"md5": "b026324c6904b2a9cb4b88d6d61c81d1", "relpath": "./a"}]"#,
    #"[{"md5": "b026324c6904b2a9cb4b88d6d61c81d1", "relpath": ""}]"#,
    #"[{"md5": "b026324c6904b2a9cb4b88d6d61c81d1", "relpath": "a"#,
    #"[{"md5": "b026324c6904b2a9cb4b88d6d61c81d1", "relpath": "a"}"#,
    #"[{"md5": "b026324c6904b2a9cb4b88d6d61c81d1", "#,
    #"[{"md5": "B026324c6904b2a9cb4b88d6d61c81d1", "relpath": "a"}]"#,
    #"[{"md5": "b026324c6904b2a9cb4b88d6d61c81d1", "relpath": "a\u0000"}]"#,
    #"[{"md5": "b026324c6904b2a9cb4b88d6d61c81d1", "relpath": "\ud83d"}]"#,
    #"[{"md5": "b026324c6904b2a9cb4b88d6d61c81d1", "relpath": "a"}, {"md5": "b026324c6904b2a9cb4b88d6d61c81d1", "relpath": "a"}]"#,
  ])
  func refusesWhatIsNoTree(text: String) {
    #expect(throws: TreeObjectError.self) { try TreeObject(parsing: Array(text.utf8)) }
  }

  @Test func findsAndReplacesASubdirectory() {
    let whole = tree([
      ("a", "1"), ("d-x", "2"), ("d/x", "3"), ("d/y", "4"), ("d0", "5"), ("e", "6"),
    ])
    let inside = whole.subtree(inside: RelativePath("d"))
    #expect(inside.paths.map { String(decoding: $0, as: UTF8.self) } == ["d/x", "d/y"])
    let changed = whole.replacing(inside: RelativePath("d"), with: tree([("d/z", "7")]))
    #expect(
      changed.paths.map { String(decoding: $0, as: UTF8.self) } == ["a", "d-x", "d/z", "d0", "e"])
    let added = whole.replacing(inside: RelativePath("b"), with: tree([("b", "8")]))
    #expect(added.paths.map { String(decoding: $0, as: UTF8.self) }.prefix(2) == ["a", "b"])
  }
}
