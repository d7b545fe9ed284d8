import Basics
import Testing

/// What Python's `repr` shows.
@Suite struct PythonQuotedTests {
  @Test(arguments: [
    ("plain/path", "'plain/path'"), ("it's", "\"it's\""), ("it's \"so\"", #"'it\'s "so"'"#),
    ("say \"so\"", "'say \"so\"'"), ("a\\b", #"'a\\b'"#), ("a\nb\tc\rd", #"'a\nb\tc\rd'"#),
    ("\u{1}\u{7F}\u{A0}", #"'\x01\x7f\xa0'"#), ("\u{2028}\u{200B}", #"'\u2028\u200b'"#),
    ("é ü 😀", "'é ü 😀'"), ("\u{E0001}", #"'\U000e0001'"#), ("e\u{301}", "'e\u{301}'"), ("", "''"),
  ])
  func quotesAsPythonDoes(text: String, quoted: String) {
    #expect(pythonQuoted(text) == quoted)
  }

  @Test func showsStrayBytesAsSurrogateEscapes() {
    #expect(pythonQuoted([0x61, 0xFF, 0xC3, 0x62]) == #"'a\udcff\udcc3b'"#)
    #expect(pythonQuoted([0xED, 0xA0, 0x80]) == #"'\udced\udca0\udc80'"#)
  }
}
