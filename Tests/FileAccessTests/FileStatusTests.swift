import FileAccess
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite struct FileStatusTests {
  let scratch: TemporaryDirectory

  init() throws {
    scratch = try TemporaryDirectory()
  }

  @Test func tellsKindSizeAndMode() throws {
    let file = try scratch.write("hello", to: "f", mode: 0o754)
    let status = try FileStatus(at: file)
    #expect(status.kind == .file)
    #expect(status.size == 5)
    #expect(status.permissions == 0o754)
    #expect(status.isExecutable)
    #expect(status.linkCount == 1)
    #expect(try FileStatus(at: scratch.path).kind == .directory)
  }

  @Test func followsLinksUnlessToldOtherwise() throws {
    try scratch.write("x", to: "f")
    let link = scratch.path.appending("l")
    symlink("f", link.string)
    #expect(try FileStatus(at: link).kind == .file)
    #expect(try FileStatus(at: link, followingLinks: false).kind == .symlink)
  }

  @Test func nothingIsNil() throws {
    try scratch.write("x", to: "f")
    #expect(try FileStatus.ifExists(at: scratch.path.appending("none")) == nil)
    #expect(try FileStatus.ifExists(at: scratch.path.appending("f").appending("below")) == nil)
  }

  @Test func failureNamesThePath() {
    let path = scratch.path.appending("none")
    #expect(throws: FileError(.status, path, .noSuchFileOrDirectory)) { try FileStatus(at: path) }
  }

  @Test func noticesEveryKindOfChange() throws {
    let status = FileStatus(
      device: 1, inode: 2, size: 3, modified: 4, changed: 5, mode: 6, linkCount: 7)
    var other = status
    other.device = 9
    other.linkCount = 9
    #expect(other.isUnchanged(since: status))
    for field in [\FileStatus.size, \.modified, \.changed] {
      var changed = status
      changed[keyPath: field] = 9
      #expect(!changed.isUnchanged(since: status))
    }
  }
}
