import Testing

@testable import Formats

@Suite struct GitIgnoreFileTests {
  @Test(arguments: [
    ("", "data", "/data\n"), ("x\n", "data", "x\n/data\n"), ("x", "data", "x\n/data\n"),
    ("x\r\ny", "a", "x\r\ny\n/a\n"), ("", "a[1]?.txt", "/a\\[1\\]\\?.txt\n"),
    ("", "#hash", "/\\#hash\n"), ("", "!b*", "/\\!b\\*\n"), ("", "back\\sl", "/back\\\\sl\n"),
    ("", "with space ", "/with space \n"), ("", "two\nlines", "/two\nlines\n"),
    ("", "caf\u{E9}", "/caf\u{E9}\n"),
  ])
  func addsALine(_ before: String, _ name: String, _ after: String) {
    var file = GitIgnoreFile(Array(before.utf8))
    file.add(name.utf8)
    #expect(file.bytes == Array(after.utf8))
  }

  @Test(arguments: [
    ("/a\n", "a", ""), ("/a", "a", ""), ("x\n/a\n/b\n", "a", "x\n/b\n"),
    ("x\n\n/a \n\t/a\n\n", "a", "x\n\n\n"), ("x\r\n/a\r\ny\r\n", "a", "x\r\ny\r\n"),
    ("/a\\[1\\]\n/z\n", "a[1]", "/z\n"), ("/a[1]\n/z\n", "a[1]", "/z\n"),
  ])
  func removesEveryLineOfAName(_ before: String, _ name: String, _ after: String) {
    var file = GitIgnoreFile(Array(before.utf8))
    let removed = file.remove(name.utf8)
    #expect(removed)
    #expect(file.bytes == Array(after.utf8))
  }

  @Test func tellsThatThereWasNothingToRemove() {
    var file = GitIgnoreFile(Array("a\n/ab\n!/a\n".utf8))
    let removed = file.remove("a".utf8)
    #expect(!removed)
    #expect(file.bytes == Array("a\n/ab\n!/a\n".utf8))
  }

  @Test func keepsBytesThatAreNotText() {
    var file = GitIgnoreFile([0xE4, 0x0A])
    file.add([0x61, 0xFF])
    #expect(file.bytes == [0xE4, 0x0A, 0x2F, 0x61, 0xFF, 0x0A])
    let removed = file.remove([0x61, 0xFF])
    #expect(removed)
    #expect(file.bytes == [0xE4, 0x0A])
  }
}
