import Testing

@testable import SourceControl

@Suite struct GlobTests {
  private func matches(_ pattern: String, _ text: String, paths: Bool = true) -> Bool {
    let glob = GitGlob(Array(pattern.utf8)[...], matchesPaths: paths, ignoresCase: false)
    return glob?.matches(Array(text.utf8)[...]) ?? false
  }

  @Test(arguments: [
    ("a*c", "abbc", true), ("a*c", "a/c", false), ("a?c", "abc", true), ("a?c", "a/c", false),
    ("**/c", "c", true), ("**/c", "a/b/c", true), ("**/c", "a/bc", false),
    ("a/**/c", "a/c", true), ("a/**/c", "a/x/y/c", true), ("a/**/c", "ac", false),
    ("a/**", "a/b/c", true), ("a/**", "a", false), ("a**c", "abc", true), ("a**c", "a/c", false),
    ("*", "", true), ("", "", true), ("", "a", false), ("*a*b*", "xxaxxbxx", true),
    ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false), ("[^a-c]x", "dx", true),
    ("[]x]", "]", true), ("[!]]", "x", true), ("[a-]", "-", true), ("[/]", "/", false),
    ("[[:digit:]]", "7", true), ("[[:nope:]]", "7", false), ("[", "[", false),
    ("[\\]]", "]", true), ("\\*", "*", true), ("\\*", "x", false), ("a\\", "a", false),
  ])
  func matchesPathsAsGitDoes(_ pattern: String, _ text: String, _ expected: Bool) {
    #expect(matches(pattern, text) == expected)
  }

  @Test func letsAStarTakeSlashesInNames() {
    #expect(matches("a*c", "a/c", paths: false))
    #expect(matches("a?c", "a/c", paths: false))
  }

  @Test func takesBytesOneByOne() {
    #expect(matches("?\u{301}", "e\u{301}"))
    #expect(!matches("?", "é"))
    #expect(matches("??", "é"))
  }

  @Test(.timeLimit(.minutes(15)))  // ends a hang, measures nothing
  func takesNoLongerForManyStars() {
    let pattern = String(repeating: "*a", count: 200) + "b"
    #expect(!matches(pattern, String(repeating: "a", count: 5000)))
  }
}

@Suite struct IgnorePatternTests {
  private func pattern(_ line: String) -> GitIgnorePattern? {
    GitIgnorePattern(line: Array(line.utf8)[...], ignoresCase: false)
  }

  private func matches(_ line: String, _ path: String) -> Bool {
    let bytes = Array(path.utf8)
    let name = bytes.split(separator: UInt8(ascii: "/")).last ?? []
    return pattern(line)?.matches(name: name, path: bytes[...]) ?? false
  }

  @Test(arguments: ["", "#comment", "   ", "!", "/", "//", "[", "a\\"])
  func findsNothingToMatch(_ line: String) {
    for path in ["a", "#comment", "/", "["] { #expect(!matches(line, path)) }
  }

  @Test func dropsSpacesAtTheEndUnlessEscaped() {
    #expect(matches("a  ", "a"))
    #expect(matches("a\\ ", "a "))
    #expect(matches("a\\  ", "a "))
    #expect(!matches("a\t", "a"))
    #expect(matches(" a", " a"))
  }

  @Test func bindsPatternsWithSlashesToTheDirectory() {
    #expect(matches("name", "deep/name"))
    #expect(!matches("/name", "deep/name"))
    #expect(matches("deep/name", "deep/name"))
    #expect(!matches("deep/name", "very/deep/name"))
    #expect(pattern("name/")?.needsDirectory == true)
    #expect(matches("name/", "deep/name"))
  }

  @Test func escapesWhatIsSpecialAtTheStart() {
    #expect(matches("\\#x", "#x"))
    #expect(matches("\\!x", "!x"))
    #expect(pattern("!x")?.isNegated == true)
    #expect(pattern("\\!x")?.isNegated == false)
  }
}
