import Basics
import FileAccess
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite struct LinkTests {
  let scratch: TemporaryDirectory
  let object: FilePath
  let target: FilePath

  init() throws {
    scratch = try TemporaryDirectory()
    object = try scratch.write("content", to: "cache/object", mode: 0o444)
    try scratch.makeDirectory("w")
    target = scratch.path.appending("w/f")
  }

  private func names() throws -> [String] {
    try TreeSnapshot(of: scratch.path.appending("w")).paths.map(\.string)
  }

  @Test(arguments: [LinkType.copy, .hardlink, .symlink], [true, false])
  func linksToTheBytes(type: LinkType, replacing: Bool) throws {
    if replacing { try scratch.write("old", to: "w/f") }
    try link(object, to: target, type: type, placement: replacing ? .replacing() : .new)
    #expect(try scratch.read("w/f") == "content")
    #expect(try names() == ["f"])
    #expect(try FileStatus(at: object).permissions == 0o444)
  }

  @Test func copiesHonourTheUmask() throws {
    try link(object, to: target, type: .copy)
    #expect(try FileStatus(at: target).permissions == defaultFileMode)
    #expect(try FileStatus(at: target).inode != FileStatus(at: object).inode)
  }

  @Test func hardlinksAreTheObjectItself() throws {
    try link(object, to: target, type: .hardlink)
    let status = try FileStatus(at: target)
    #expect(try status.inode == FileStatus(at: object).inode)
    #expect(status.permissions == 0o444)
    #expect(status.linkCount == 2)
  }

  @Test func aHardlinkOverItselfLeavesNothingBeside() throws {
    for _ in 0..<2 { try link(object, to: target, type: .hardlink) }
    #expect(try names() == ["f"])
    #expect(try FileStatus(at: object).linkCount == 2)
  }

  @Test func symlinksAreAbsolute() throws {
    try link(object, to: target, type: .symlink)
    #expect(try readLink(target) == object)
  }

  @Test(arguments: [LinkPlacement.replacing(), .new])
  func emptyFilesAreMadeAndNotHardlinked(placement: LinkPlacement) throws {
    let empty = try scratch.write("", to: "cache/empty", mode: 0o444)
    try link(empty, to: target, type: .hardlink, placement: placement)
    let status = try FileStatus(at: target)
    #expect(status.size == 0)
    #expect(status.permissions == defaultFileMode)
    #expect(status.linkCount == 1)
  }

  @Test(arguments: LinkType.allCases)
  func newMeansThatNothingIsThere(type: LinkType) throws {
    try scratch.write("old", to: "w/f")
    #expect(throws: FileError.self) { try link(object, to: target, type: type, placement: .new) }
    #expect(try scratch.read("w/f") == "old")
  }

  @Test(arguments: [LinkType.copy, .hardlink])
  func aMissingObjectLeavesTheOldFile(type: LinkType) throws {
    try scratch.write("old", to: "w/f")
    let missing = scratch.path.appending("cache/missing")
    let error = #expect(throws: FileError.self) { try link(missing, to: target, type: type) }
    #expect(error?.path == missing)
    #expect(error?.isNotFound == true)
    #expect(try scratch.read("w/f") == "old")
    #expect(try names() == ["f"])
  }

  @Test func failuresNameTheFileAndNotTheTemporary() async throws {
    let (object, target) = (object.string, target.string)
    await #expect(processExitsWith: .success) {
      [object = object as String, target = target as String] in
      setenv("CAIRN_FAIL_POINT", "copy:enospc", 1)
      #expect(throws: FileError(.write, FilePath(target), .noSpace)) {
        try link(FilePath(object), to: FilePath(target), type: .copy)
      }
    }
    #expect(try names().isEmpty)
  }

  @Test func copiesLargeFiles() throws {
    var generator = SeededGenerator(seed: 3)
    let bytes = generator.bytes(3_000_000)
    let large = try scratch.write(bytes, to: "cache/large")
    try link(large, to: target, type: .copy)
    #expect(try readFile(target) == bytes)
  }

  @Test func copiesBetweenFileSystems() throws {
    let elsewhere = try TemporaryDirectory(in: "/dev/shm")
    let copy = elsewhere.path.appending("f")
    try link(object, to: copy, type: .copy)
    #expect(try readFile(copy) == Array("content".utf8))
  }

  @Test func onlyTheOwnerMayExecute() throws {
    let file = try scratch.write("x", to: "w/f", mode: 0o644)
    try addOwnerExecute(file)
    #expect(try FileStatus(at: file).permissions == 0o744)
    try link(object, to: file, type: .symlink)
    try addOwnerExecute(file)
    #expect(try FileStatus(at: object).permissions == 0o544)
  }

  @Test func linksNamesThatAreNotUTF8() throws {
    let name = FilePath(bytes: scratch.path.bytes + Array("/w/".utf8) + [0xFF])
    for type in [LinkType.copy, .hardlink, .symlink] {
      try link(object, to: name, type: type)
      #expect(try readFile(name) == Array("content".utf8))
    }
  }
}
