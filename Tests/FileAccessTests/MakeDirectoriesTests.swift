import FileAccess
import SystemPackage
import TestSupport
import Testing

@Suite struct MakeDirectoriesTests {
  let scratch: TemporaryDirectory

  init() throws {
    scratch = try TemporaryDirectory()
  }

  @Test func makesAllThatIsMissing() throws {
    let path = scratch.path.appending("a/b/c")
    #expect(try makeDirectories(path))
    #expect(try !makeDirectories(path))
    #expect(try FileStatus(at: path).permissions == defaultDirectoryMode)
  }

  @Test func givesNewDirectoriesTheModeExactly() throws {
    try makeDirectories(scratch.path.appending("a/b"), mode: 0o2775)
    #expect(try FileStatus(at: scratch.path.appending("a")).permissions == 0o2775)
    #expect(try FileStatus(at: scratch.path.appending("a/b")).permissions == 0o2775)
    #expect(try FileStatus(at: scratch.path).permissions == 0o755)
  }

  @Test func aFileInTheWayIsAnError() throws {
    let file = try scratch.write("x", to: "f")
    #expect(throws: FileError(.create, file, .fileExists)) { try makeDirectories(file) }
    let below = file.appending("below")
    #expect(throws: FileError(.create, below, .notDirectory)) { try makeDirectories(below) }
  }

  @Test func manyThreadsMayMakeTheSame() throws {
    let path = scratch.path.appending("a/b/c/d/e/f")
    try inParallel(8) { try makeDirectories(path.appending("\($0)")) }
    #expect(try namesOfDirectory(path).count == 8)
  }
}
