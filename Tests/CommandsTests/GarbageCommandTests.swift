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
