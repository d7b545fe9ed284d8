import FileAccess
import SystemPackage
import TestSupport
import Testing

@testable import Commands

@Suite struct GarbageCommandTests {
  private static let object = ".dvc/cache/files/md5/60/b725f10c9c85c70d97880dfe8191b3"
  private let fixture: CommandFixture

  init() async throws {
    fixture = try CommandFixture()
    await fixture.cairn("init -q --no-scm")
    for name in ["a", "b"] {
      try fixture.scratch.write("\(name)\n", to: name)
      await fixture.cairn("add -q \(name)")
    }
    try removeFile(fixture.scratch.path.appending("a.dvc"))
  }

  @Test(arguments: [["n"], ["maybe", "no"], []])
  func removesNothingWithoutAYes(answers: [String]) async throws {
    #expect(await fixture.cairn(["gc", "-w"], answers: answers) == .failure)
    #expect(fixture.out.hasSuffix("Are you sure you want to proceed? [y/n]: "))
    #expect(try fixture.scratch.read(Self.object) == "a\n")
  }

  @Test func removesAfterAYesAndTellsHowMuch() async throws {
    #expect(await fixture.cairn(["gc", "-w"], answers: ["y"]) == .success)
    #expect(try FileStatus.ifExists(at: fixture.scratch.path.appending(Self.object)) == nil)
    #expect(fixture.out.contains("Removed 1 objects from repo cache.\n"))
    #expect(fixture.err.hasSuffix("2 bytes (2 B) were freed.\n"))
  }

  @Test func aDryRunTellsHowMuchWouldGo() async throws {
    #expect(await fixture.cairn("gc -w --dry") == .success)
    #expect(fixture.err.hasSuffix("2 bytes (2 B) would be freed.\n"))
    #expect(try fixture.scratch.read(Self.object) == "a\n")
  }

  /// As an interrupted fetch leaves it.
  private func leavePart(of id: String) throws {
    try fixture.scratch.write("some bytes", to: ".dvc/cache/.cairn/partial/md5/\(id)")
    try fixture.scratch.write("-\n", to: ".dvc/cache/.cairn/partial/md5/\(id).ranges")
  }

  @Test func removesUnfinishedFetchesOfUnusedObjects() async throws {
    let used = "3b5d5c3712955042212316173ccf37be"  // of b
    for id in ["60b725f10c9c85c70d97880dfe8191b3", used] { try leavePart(of: id) }
    #expect(await fixture.cairn("gc -w --dry") == .success)
    let object = "\(fixture.scratch.path)/\(Self.object)"
    #expect(fixture.err.contains("Removing the unfinished fetch of '\(object)'\n"))
    #expect(
      fixture.err.hasSuffix("1 unfinished fetch of unused objects, 10 B, would be removed.\n"))
    #expect(await fixture.cairn("gc -w -f --json") == .success)
    #expect(fixture.out.contains(#""unfinished_fetches": [{"path": "\#(object)", "bytes": 10}]"#))
    let left = try walk(root: fixture.scratch.path.appending(".dvc/cache/.cairn/partial"))
    #expect(
      left.paths.map { String(decoding: $0, as: UTF8.self) } == [
        "md5/\(used)", "md5/\(used).ranges",
      ])
    #expect(await fixture.cairn("gc -w -f") == .success)
    #expect(fixture.err.split(separator: "unfinished").count == 3)
  }

  @Test func doesNotCountWhatItCouldNotRemove() async throws {
    try removeFile(fixture.scratch.path.appending("b.dvc"))
    try removeFile(fixture.scratch.path.appending(Self.object))
    try fixture.scratch.write("in the way", to: Self.object + "/file")
    #expect(await fixture.cairn("gc -w -f") == .error)
    #expect(fixture.out.contains("Removed 1 objects from repo cache.\n"))
    #expect(fixture.err.contains("2 bytes (2 B) were freed.\n"))
    #expect(fixture.err.hasSuffix("ERROR: 1 object could not be removed\n"))
  }
}
