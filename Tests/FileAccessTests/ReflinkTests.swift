import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

/// On a file system that has reflinks.
@Suite(.enabled(if: TestVolume.xfs.isExpected)) struct ReflinkTests {
  let scratch: TemporaryDirectory
  let object: FilePath

  init() throws {
    scratch = try TestVolume.xfs.makeDirectory()
    object = try scratch.write(
      [UInt8](repeating: 7, count: 8 << 20), to: "cache/object", mode: 0o444)
    try scratch.makeDirectory("w")
  }

  @Test func theProbeFindsEveryType() throws {
    let probe = try LinkProbe(
      LinkType.allCases, from: scratch.path.appending("cache"), to: scratch.path.appending("w"))
    #expect(probe.types == LinkType.allCases)
  }

  @Test(arguments: [LinkPlacement.replacing(), .new])
  func reflinksAreFilesOfTheirOwn(placement: LinkPlacement) throws {
    let target = scratch.path.appending("w/f")
    try link(object, to: target, type: .reflink, placement: placement)
    #expect(try FileStatus(at: target).permissions == defaultFileMode)
    #expect(try FileStatus(at: target).inode != FileStatus(at: object).inode)
    try writeAtomically([1], to: target)
    #expect(try readFile(object) == [UInt8](repeating: 7, count: 8 << 20))
  }

  @Test func emptyFilesWork() throws {
    let empty = try scratch.write("", to: "cache/empty")
    try link(empty, to: scratch.path.appending("w/f"), type: .reflink)
    #expect(try scratch.read("w/f") == "")
  }

  @Test func aReflinkReplacesAFile() throws {
    try scratch.write("old", to: "w/f")
    try link(object, to: scratch.path.appending("w/f"), type: .reflink)
    #expect(try namesOfDirectory(scratch.path.appending("w")).count == 1)
    #expect(try FileStatus(at: scratch.path.appending("w/f")).size == 8 << 20)
  }

  @Test func reflinksShareTheirBlocks() async throws {
    try link(object, to: scratch.path.appending("w/f"), type: .reflink)
    let result = try await runProcess(["filefrag", "-sv", "w/f"], cwd: scratch.path)
    #expect(result.out.contains("shared"), "\(result)")
  }
}
