import Basics
import FileAccess
import SystemPackage
import Testing

@Suite struct FileErrorTests {
  @Test func speaksAsPythonDoes() {
    let error = FileError(.open, "/abs/path", .noSuchFileOrDirectory)
    #expect(error.message == "[Errno 2] No such file or directory: '/abs/path'")
    #expect(error.userError.message == error.message)
  }

  @Test func namesBothPathsOfARename() {
    let error = FileError(.rename, "/a", .improperLink, destination: "/b's")
    #expect(error.message == "[Errno 18] Invalid cross-device link: '/a' -> \"/b's\"")
  }
}
