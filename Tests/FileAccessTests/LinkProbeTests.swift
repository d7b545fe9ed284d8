import Basics
import FileAccess
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite struct LinkProbeTests {
  let scratch: TemporaryDirectory
  let cache: FilePath
  let workspace: FilePath

  init() throws {
    scratch = try TemporaryDirectory()
    cache = try scratch.makeDirectory("cache")
    workspace = try scratch.makeDirectory("w")
  }

  @Test func keepsTheOrderAndLeavesNothing() throws {
    let probe = try LinkProbe([.symlink, .copy, .hardlink], from: cache, to: workspace)
    #expect(probe.types == [.symlink, .copy, .hardlink])
    #expect(try namesOfDirectory(cache).isEmpty)
    #expect(try namesOfDirectory(workspace).isEmpty)
  }

  @Test func findsThatHardlinksDoNotCrossFileSystems() throws {
    let elsewhere = try TemporaryDirectory(in: "/dev/shm")
    let probe = try LinkProbe(LinkType.allCases, from: cache, to: elsewhere.path)
    #expect(probe.types == [.symlink, .copy])
  }

  @Test func aMissingDirectoryIsAnError() {
    #expect(throws: FileError.self) {
      try LinkProbe([.copy], from: cache, to: workspace.appending("none"))
    }
  }

  @Test func fallsBackToTheNextType() throws {
    let object = try scratch.write("x", to: "cache/o", mode: 0o444)
    let elsewhere = try TemporaryDirectory(in: "/dev/shm")
    let target = elsewhere.path.appending("f")
    let probe = LinkProbe(types: [.reflink, .hardlink, .copy])
    #expect(try probe.link(object, to: target) == .copy)
    #expect(try readFile(target) == Array("x".utf8))
    #expect(try namesOfDirectory(elsewhere.path).count == 1)
  }

  @Test func saysWhyNoTypeWorks() throws {
    let object = try scratch.write("x", to: "cache/o", mode: 0o444)
    let elsewhere = try TemporaryDirectory(in: "/dev/shm")
    let target = elsewhere.path.appending("f")
    let error = #expect(throws: NoLinkTypeError.self) {
      try LinkProbe(types: [.hardlink]).link(object, to: target)
    }
    #expect(error?.cause?.errno == .improperLink)
    #expect(throws: NoLinkTypeError.self) { try LinkProbe(types: []).link(object, to: target) }
  }

  @Test(arguments: [EPERM, ENOTSUP, EXDEV, ENOTTY, ENOSYS, EINVAL, EAGAIN, EMLINK])
  func errorsThatMeanTheNextType(code: CInt) async throws {
    let object = try scratch.write("x", to: "cache/o", mode: 0o444).string
    let target = workspace.appending("f").string
    await #expect(processExitsWith: .success) {
      [code = code as CInt, object = object as String, target = target as String] in
      setenv("CAIRN_FAIL_POINT", "hardlink:errno-\(code)", 1)
      let probe = LinkProbe(types: [.hardlink, .symlink])
      let type = try probe.link(FilePath(object), to: FilePath(target))
      #expect(type == .symlink)
    }
  }

  @Test func objectsWithTooManyHardlinksAreCopied() async throws {
    let object = try scratch.write("x", to: "cache/o", mode: 0o444).string
    let target = workspace.appending("f").string
    await #expect(processExitsWith: .success) {
      [object = object as String, target = target as String] in
      setenv("CAIRN_FAIL_POINT", "hardlink:errno-\(EMLINK)", 1)
      let probe = LinkProbe(types: [.hardlink])
      let type = try probe.link(FilePath(object), to: FilePath(target))
      #expect(type == .copy)
    }
    #expect(try scratch.read("w/f") == "x")
  }

  @Test func otherErrorsAreErrors() throws {
    let object = cache.appending("missing")
    #expect(throws: FileError.self) {
      try LinkProbe(types: [.hardlink, .copy]).link(object, to: workspace.appending("f"))
    }
  }
}
