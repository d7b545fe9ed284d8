import SystemPackage
import Testing

@testable import Projects

@Suite struct RelativeTextTests {
  @Test(
    arguments: [
      ("/a/b", "/a/b", "."), ("/a", "/a/b/c", "../.."), ("/a/b", "/a", "b"),
      ("/a/x y", "/a/b", "../x y"), ("/", "/a", ".."), ("/a", "/", "a"),
    ] as [(FilePath, FilePath, String)])
  func isWordedAsPythonDoes(path: FilePath, directory: FilePath, expected: String) {
    #expect(relativeText(path, from: directory) == expected)
  }
}
