import Basics
import FileAccess
import Projects
import SystemPackage
import TestSupport
import Testing

/// What `checkout` takes away because no stage owns it any more.
@Suite struct StaleOutputsTests {
  let project: ProjectFixture

  init() throws {
    project = try ProjectFixture()
  }

  /// `1`, in the cache and with a pointer file, but not in the workspace.
  private func saveFile() throws {
    try project.scratch.write("1\n", to: "f")
    try project.add("f")
    try project.remove("f")
    try project.remove(".dvc/tmp/cairn")
  }

  /// A directory of two files that checkout brought here.
  private func bringDirectory() throws {
    try project.scratch.write("1\n", to: "d/a")
    try project.scratch.write("2\n", to: "d/sub/b")
    try project.add("d")
    try project.remove("d")
    try project.checkout()
  }

  private func abandon(_ pointer: String) throws -> CheckoutReport {
    try project.remove(pointer)
    return try project.checkout()
  }

  @Test func whatCheckoutBroughtGoes() throws {
    try saveFile()
    try project.checkout()
    #expect(try abandon("f.dvc").deleted == ["f"])
    #expect(try !project.exists("f"))
  }

  @Test func whatWasThereAlreadyStays() throws {
    try saveFile()
    try project.scratch.write("1\n", to: "f")
    try project.checkout()
    #expect(try abandon("f.dvc").deleted == [])
    #expect(try project.exists("f"))
  }

  @Test func whatWasWrittenAgainStays() throws {
    try saveFile()
    try project.checkout()
    try project.scratch.write("1\n", to: "f")
    #expect(try abandon("f.dvc").deleted == [])
    #expect(try project.exists("f"))
  }

  @Test func whatWasAddedWithoutLinkingStays() throws {
    try project.scratch.write("1\n", to: "f")
    var request = AddRequest(targets: ["f"])
    request.relinks = false
    var add = try Add(project.open(), request)
    _ = try add.run()
    #expect(try abandon("f.dvc").deleted == [])
  }

  @Test func bytesThatTheCacheLacksStay() throws {
    try bringDirectory()
    try project.remove(".dvc/cache/files/md5/26")
    #expect(try abandon("d.dvc").deleted == [])
    #expect(try project.exists("d/a"))
    #expect(try project.exists("d/sub/b"))
  }

  @Test(arguments: [("damaged\n", UInt32(0o644)), ("cut", UInt32(0o444))])
  func bytesOfWhichTheCacheHoldsOthersStay(content: String, mode: UInt32) throws {
    try saveFile()
    try project.checkout()
    try project.scratch.write(
      content, to: ".dvc/cache/files/md5/b0/26324c6904b2a9cb4b88d6d61c81d1", mode: mode)
    #expect(try abandon("f.dvc").deleted == [])
    #expect(try project.exists("f"))
  }

  @Test func aDirectoryGoesWithItsEmptyDirectories() throws {
    try bringDirectory()
    try project.scratch.makeDirectory("d/empty")
    #expect(try abandon("d.dvc").deleted == ["d/"])
    #expect(try !project.exists("d"))
  }

  @Test func whatIsIgnoredStays() throws {
    try project.scratch.write("*.log\n", to: ".dvcignore")
    try bringDirectory()
    try project.scratch.write("mine\n", to: "d/sub/x.log")
    #expect(try abandon("d.dvc").deleted == ["d/"])
    #expect(try project.scratch.read("d/sub/x.log") == "mine\n")
    #expect(try !project.exists("d/a"))
  }

  @Test func aDirectoryWithAFileOfTheUsersStays() throws {
    try bringDirectory()
    try project.scratch.write("mine\n", to: "d/mine")
    #expect(try abandon("d.dvc").deleted == [])
    #expect(try project.exists("d/a"))
  }

  @Test func nothingGoesThroughALinkToADirectory() throws {
    try bringDirectory()
    try renameFile(project.path("d"), to: project.path("elsewhere"))
    try link(project.path("elsewhere"), to: project.path("d"), type: .symlink, placement: .new)
    #expect(try abandon("d.dvc").deleted == [])
    #expect(try project.exists("elsewhere/a"))
  }

  @Test func whatLiesInAnotherOutputStays() throws {
    try bringDirectory()
    try project.remove("d.dvc")
    try project.add("d/a")
    #expect(try project.checkout().deleted == [])
    #expect(try project.exists("d/sub/b"))
  }

  @Test func aRemovalThatDiedIsFinished() throws {
    try bringDirectory()
    let records = try Workspace(project.open()).records
    var links = try records.links()
    links[RelativePath("d")]?.isLeaving = true
    try records.setLinks(links)
    try project.remove("d/a")
    #expect(try abandon("d.dvc").deleted == ["d/"])
    #expect(try !project.exists("d"))
    #expect(try records.links().isEmpty)
  }

  @Test func damagedRecordsAreNoRecords() throws {
    try bringDirectory()
    let file = project.path(".dvc/tmp/cairn/links")
    let bytes = try readFile(file)
    for length in 0..<(bytes.count - 1) {
      try writeAtomically(Array(bytes.prefix(length)), to: file)
      #expect(try Workspace(project.open()).records.links().isEmpty)
    }
  }
}
