import Testing

@testable import Transports

struct ShellWordsTests {
  /// What `shlex.split` answers.
  @Test(arguments: [
    ("a b", ["a", "b"]), ("  a\t'b c'  ", ["a", "b c"]), ("a\"b c\"d", ["ab cd"]),
    ("a\\ b", ["a b"]), ("\"a\\\"b\\c\"", ["a\"b\\c"]), ("'a\\'", ["a\\"]),
    ("a '' b", ["a", "", "b"]),
    ("$HOME `x` *", ["$HOME", "`x`", "*"]), ("a#b", ["a#b"]), ("", []),
  ])
  func splitsAsPythonDoes(_ text: String, _ words: [String]) {
    #expect(ShellWords.split(text) == words)
  }

  @Test(arguments: ["'a", "a \"b", "a\\"])
  func seesWhatIsNotClosed(_ text: String) {
    #expect(ShellWords.split(text) == nil)
  }
}
