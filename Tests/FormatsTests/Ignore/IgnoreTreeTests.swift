import Basics
import Testing

@testable import Formats

@Suite struct IgnoreTreeTests {
  @Test func agreesWithRulesThatHoldAllFiles() throws {
    let baseline = try IgnoreBaseline()
    for item in baseline.cases {
      let tree = IgnoreTree(.init(contents: { item.files[$0] }, isProject: { _ in false }))
      let rules = try item.rules()
      for entry in baseline.entries {
        let match = try tree.explain(entry.path, isDirectory: entry.isDirectory)
        let expected = rules.explain(entry.path, isDirectory: entry.isDirectory)
        #expect(match == expected, "\(item): \(entry.path)")
      }
    }
  }

  @Test func hidesOtherProjectsFromQueriesAndWalks() throws {
    let tree = Self.tree(projects: ["a/sub"])
    #expect(
      try tree.explain(RelativePath("a/sub/x"), isDirectory: false)?.description
        == "in sub_repo:sub")
    #expect(try !tree.isIgnored(RelativePath("a/x"), isDirectory: false))
    let filter = try tree.filter(below: .root)
    #expect(filter(RelativePath("a/sub"), Self.names("x", ".dvc/", "y/")) == [true, true, true])
    #expect(filter(.root, Self.names("x", ".dvc/", "y/")) == [false, true, false])
  }

  @Test func readsFilesOnTheWay() throws {
    let tree = Self.tree(["": "*.tmp\n", "a": "!keep.tmp\n", "a/b": "x\n", "c": "y\n"])
    let filter = try tree.filter(below: RelativePath("a"))
    #expect(
      filter(RelativePath("a"), Self.names("1.tmp", "keep.tmp", "x", ".dvcignore", "b/"))
        == [true, false, false, false, false])
    #expect(
      filter(RelativePath("a/b"), Self.names("keep.tmp", "x", "y", ".dvcignore"))
        == [false, true, false, false])
    try tree.checkWalk()
  }

  @Test func leavesOutFilesThatAreThemselvesIgnored() throws {
    let tree = Self.tree(["": "a/*\n", "a": "!x\n"])
    #expect(try tree.isIgnored(RelativePath("a/x"), isDirectory: false))
  }

  @Test func tellsAfterTheWalkWhatCouldNotBeRead() throws {
    let tree = Self.tree(["a": "!\n"])
    let filter = try tree.filter(below: .root)
    #expect(filter(RelativePath("a"), Self.names(".dvcignore", "x")) == [true, true])
    #expect(throws: IgnoreError.self) { try tree.checkWalk() }
  }

  private static func tree(
    _ files: [String: String] = [:], projects: Set<String> = []
  ) -> IgnoreTree {
    IgnoreTree(
      .init(
        contents: { files[$0.string].map { Array($0.utf8) } },
        isProject: { projects.contains($0.string) }))
  }

  /// Names that end in a slash are directories.
  private static func names(_ names: String...) -> [(name: ArraySlice<UInt8>, isDirectory: Bool)] {
    names.map { name in
      let isDirectory = name.hasSuffix("/")
      return (Array(name.utf8.dropLast(isDirectory ? 1 : 0))[...], isDirectory)
    }
  }
}
