import Basics
import Testing

@testable import Formats

@Suite struct IgnoreRulesTests {
  let baseline: IgnoreBaseline

  init() throws {
    baseline = try IgnoreBaseline()
  }

  @Test func namesThePatternThatDVCNames() throws {
    #expect(baseline.cases.count > 100)
    for item in baseline.cases {
      let rules = try item.rules()
      for entry in baseline.entries where !Self.isKnownDifference(item.name, entry.path) {
        let match = rules.explain(entry.path, isDirectory: entry.isDirectory)
        #expect(match?.bytes == item.matches[entry.path], "\(item): \(entry.path)")
      }
    }
  }

  /// A negated bracket never matches a slash, and a nested file's `**` not its own directory.
  private static func isKnownDifference(_ name: String, _ path: RelativePath) -> Bool {
    let prefixes = [
      "bracket negations": "a/", "nested doubles": "foo/", "random 34": "a/", "random 59": "dir/",
      "random 81": "data/README.md",
    ]
    return prefixes[name].map { path.string.hasPrefix($0) } ?? false
  }

  @Test func agreesWithGitWhereNoPatternIsPeculiarToDVC() throws {
    let names: Set = [
      "plain name", "anchored name", "directory only", "negated directory only", "extension",
      "inner double star", "inner slash anchors", "data by extension", "brackets", "bracket first",
      "bracket dash", "escapes", "comments", "case", "hidden", "normal forms", "nested names",
      "nested anchors", "nested thrice", "nested in ignored", "negated contents",
    ]
    for item in baseline.cases where names.contains(item.name) {
      let rules = try item.rules()
      for entry in baseline.entries where !entry.path.isInside(RelativePath("deep/.git")) {
        let isIgnored = rules.isIgnored(entry.path, isDirectory: entry.isDirectory)
        #expect(isIgnored == item.ignoredByGit.contains(entry.path), "\(item): \(entry.path)")
      }
    }
  }

  @Test func judgesADirectorysEntriesInOneBatch() throws {
    for item in baseline.cases.prefix(60) {
      let rules = try item.rules()
      let byParent = Dictionary(grouping: baseline.entries, by: \.path.parent)
      for (directory, entries) in byParent where !rules.isIgnored(directory, isDirectory: true) {
        let batch = entries.map { (name: $0.path.name, isDirectory: $0.isDirectory) }
        let expected = entries.map { rules.isIgnored($0.path, isDirectory: $0.isDirectory) }
        #expect(rules.entries(of: directory).ignored(batch) == expected, "\(item): \(directory)")
      }
    }
  }

  @Test func ignoresNothingButItsOwnWithoutFiles() {
    let rules = IgnoreRules.builtIn
    #expect(rules.isIgnored(RelativePath("a/.git"), isDirectory: true))
    #expect(rules.isIgnored(RelativePath("a/.git"), isDirectory: false))
    #expect(rules.isIgnored(RelativePath(".hg/store/x"), isDirectory: false))
    #expect(!rules.isIgnored(RelativePath(".hg"), isDirectory: false))
    #expect(!rules.isIgnored(RelativePath(".gitignore"), isDirectory: false))
    #expect(rules.explain(RelativePath(".dvc/tmp"), isDirectory: true)?.description == ":.dvc/")
  }

  @Test(arguments: [
    ("a\\", "a backslash has no character after it"), ("x\n[z-a]", "bad character range"),
    ("!", "there is nothing after the '!'"),
    (String(repeating: "a/", count: 70) + "b", "it has more than 63 parts"),
  ])
  func refusesPatternsThatDVCFailsOn(_ text: String, _ problem: String) throws {
    var rules = IgnoreRules.builtIn
    let error = try #require(throws: IgnoreError.self) {
      try rules.add(Array(text.utf8), in: RelativePath("d"))
    }
    #expect(error.userError.message.hasSuffix("': \(problem)"))
    #expect(error.userError.message.hasPrefix("Invalid git pattern: '"))
    #expect(error.userError.hints == ["The pattern is in d/.dvcignore, line \(error.line)."])
  }

  @Test func namesASubproject() {
    var rules = IgnoreRules.builtIn
    rules.add(subproject: RelativePath("d[1]/sub"))
    let path = RelativePath("d[1]/sub/file")
    #expect(rules.explain(path, isDirectory: false)?.description == "in sub_repo:sub")
    #expect(!rules.isIgnored(RelativePath("d1/sub/file"), isDirectory: false))
  }

  /// DVC takes the directory's name for a part of the pattern, and so ignores nothing here.
  @Test func takesTheDirectoryOfAFileLiterally() throws {
    var rules = IgnoreRules.builtIn
    try rules.add(Array("x\n/y\n".utf8), in: RelativePath("d[1]"))
    #expect(rules.isIgnored(RelativePath("d[1]/x"), isDirectory: false))
    #expect(rules.isIgnored(RelativePath("d[1]/y"), isDirectory: false))
    #expect(!rules.isIgnored(RelativePath("d1/x"), isDirectory: false))
  }
}

extension IgnoreBaseline.Case {
  func rules() throws -> IgnoreRules {
    var rules = IgnoreRules.builtIn
    for (directory, contents) in files.sorted(by: { $0.key < $1.key }) {
      try rules.add(contents, in: directory)
    }
    return rules
  }
}
