import Basics
import SystemPackage
import Testing

@Suite struct FilePathBytesTests {
  @Test func keepsBytesThatAreNotUTF8() {
    let bytes: [UInt8] = Array("/a/".utf8) + [0xFF, 0xC3]
    #expect(FilePath(bytes: bytes).bytes == bytes)
  }

  @Test func keepsNormalisationFormsApart() {
    let composed = FilePath(bytes: Array("/\u{E9}".utf8))
    let decomposed = FilePath(bytes: Array("/e\u{301}".utf8))
    #expect(composed != decomposed)
  }

  @Test(arguments: [("/a", "b/c", "/a/b/c"), ("/", "b", "/b"), ("/a", "", "/a"), ("", "b", "b")])
  func appendsRelativePaths(base: String, path: String, joined: String) {
    #expect(FilePath(base).appending(RelativePath(path)) == FilePath(joined))
  }

  @Test func tellsThePartBelowARoot() {
    #expect(FilePath("/a/b/c").relative(to: "/a") == RelativePath("b/c"))
    #expect(FilePath("/a/b").relative(to: "/") == RelativePath("a/b"))
    #expect(FilePath("/a").relative(to: "/a") == RelativePath.root)
    #expect(FilePath("/ab").relative(to: "/a") == nil)
  }
}
