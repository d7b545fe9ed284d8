import Basics
import FileAccess
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite struct ReadAndWriteTests {
  let scratch: TemporaryDirectory

  init() throws {
    scratch = try TemporaryDirectory()
  }

  @Test(arguments: [0, 1, 4095, 4096, 4097, 300_000])
  func readsWhatWasWritten(size: Int) throws {
    var generator = SeededGenerator(seed: UInt64(size))
    let bytes = generator.bytes(size)
    let path = scratch.path.appending("f")
    try writeAtomically(bytes, to: path)
    #expect(try readFile(path) == bytes)
  }

  @Test func readsFilesThatHideTheirSize() throws {
    #expect(try readFile("/proc/self/status").count > 100)
  }

  @Test func readingNothingIsNilOrAnError() throws {
    let path = scratch.path.appending("none")
    #expect(try readFileIfExists(path) == nil)
    #expect(throws: FileError(.open, path, .noSuchFileOrDirectory)) { try readFile(path) }
  }

  @Test func refusesToReadWhatIsNoFile() throws {
    let pipe = scratch.path.appending("pipe")
    mkfifo(pipe.string, 0o600)
    #expect(throws: FileError(.read, pipe, .invalidArgument)) { try readFile(pipe) }
    #expect(throws: FileError(.read, scratch.path, .isDirectory)) { try readFile(scratch.path) }
  }

  @Test func leavesNothingBesideTheFile() throws {
    try scratch.write("old", to: "f")
    try scratch.write("new", to: "f")
    #expect(try TreeSnapshot(of: scratch.path).paths.map(\.string) == ["f"])
    #expect(try scratch.read("f") == "new")
  }

  @Test func keepsTheModeOfAReplacedFile() throws {
    let path = try scratch.write("old", to: "f", mode: 0o640)
    try writeAtomically([1], to: path)
    #expect(try FileStatus(at: path).permissions == 0o640)
    try writeAtomically([1], to: path, mode: 0o600)
    #expect(try FileStatus(at: path).permissions == 0o600)
  }

  @Test func newFilesHonourTheUmask() throws {
    let path = try scratch.write("new", to: "f")
    #expect(try FileStatus(at: path).permissions == defaultFileMode)
  }

  @Test func writesThroughSymbolicLinks() throws {
    try scratch.write("old", to: "real/f")
    symlink("real/f", scratch.path.appending("link").string)
    try writeAtomically(Array("new".utf8), to: scratch.path.appending("link"))
    #expect(try scratch.read("real/f") == "new")
    #expect(try TreeSnapshot(of: scratch.path)["link"] == .symlink(target: Array("real/f".utf8)))
  }

  @Test func refusesACircleOfSymbolicLinks() throws {
    let link = scratch.path.appending("link")
    symlink("link", link.string)
    #expect(throws: FileError(.open, link, .tooManySymbolicLinkLevels)) {
      try writeAtomically([], to: link)
    }
  }

  @Test func failureNamesTheFileAndKeepsTheOldOne() throws {
    let path = try scratch.write("old", to: "f")
    #expect(throws: FileError.self) {
      try writeAtomically([1], to: path, temporaryDirectory: scratch.path.appending("none"))
    }
    #expect(try scratch.read("f") == "old")
  }

  @Test func writesNamesThatAreNotUTF8() throws {
    let path = FilePath(bytes: scratch.path.bytes + Array("/".utf8) + [0xFF, 0xFE])
    try writeAtomically([1], to: path)
    #expect(try readFile(path) == [1])
  }
}
