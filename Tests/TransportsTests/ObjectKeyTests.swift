import Basics
import Testing
import Transports

struct ObjectKeyTests {
  @Test(arguments: ["files/md5/00/11.dir", "a", ".hidden", "..a/b..", "a b\n'\"\\", ".cairn/x"])
  func takesAnyName(_ text: String) throws {
    #expect(try #require(ObjectKey(text)).string == text)
  }

  @Test(arguments: ["", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a\0", ".cairn/tmp/x"])
  func refusesWhatLeavesTheRootOrIsOurs(_ text: String) {
    #expect(ObjectKey(text) == nil)
  }

  @Test func keepsNormalisationsApart() throws {
    let composed = try #require(ObjectKey("\u{e9}"))
    let decomposed = try #require(ObjectKey("e\u{301}"))
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
  }

  @Test func ordersByBytes() throws {
    let keys = try ["a/b", "a.b", "a", "\u{ffff}", "\u{10000}"].map { try #require(ObjectKey($0)) }
    #expect(keys.sorted().map(\.string) == ["a", "a.b", "a/b", "\u{ffff}", "\u{10000}"])
  }
}
