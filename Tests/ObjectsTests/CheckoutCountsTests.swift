import Basics
import FileAccess
import Formats
import Glibc
import Hashing
import Objects
import SystemPackage
import TestSupport
import Testing

/// What a checkout of a directory changes and how it is counted, from what is on disk.
@Suite struct CheckoutCountsTests {
  let scratch: TemporaryDirectory

  init() throws {
    scratch = try TemporaryDirectory()
  }

  private func job(wanted files: [String: String]) throws -> Checkout.Job {
    let listing = try walk(root: scratch.path)
    let digests = try listing.paths.map { path in
      Digest(of: try readFile(scratch.path.appending(pathBytes: path)))
    }
    return Checkout.Job(
      path: scratch.path,
      current: WorkspaceState(kind: .directory, listing: listing, digests: digests),
      wanted: TreeObject(
        unsorted: files.map { (RelativePath($0.key), Digest(of: $0.value.utf8)) }),
      wantedKind: .directory)
  }

  private func counts(wanted files: [String: String]) throws -> [Int] {
    let job = try job(wanted: files)
    let counts = CheckoutCounts(job, job.plan)
    return [counts.added, counts.modified, counts.deleted]
  }

  @Test func nothingToDoIsNoChange() throws {
    try scratch.write("1", to: "sub/a")
    #expect(try job(wanted: ["sub/a": "1"]).plan.isEmpty)
    #expect(try counts(wanted: ["sub/a": "1"]) == [0, 0, 0])
  }

  @Test func directoriesThatGoAreCountedAsFiles() throws {
    try scratch.write("1", to: "a")
    try scratch.write("2", to: "extra/deep/b")
    try scratch.makeDirectory("empty")
    #expect(try counts(wanted: ["a": "1"]) == [0, 0, 4])
    #expect(
      try job(wanted: ["a": "1"]).plan.extraDirectories.map(\.string)
        == ["empty", "extra", "extra/deep"])
  }

  @Test func aFileInPlaceOfADirectoryIsModified() throws {
    try scratch.write("1", to: "a/x")
    #expect(try counts(wanted: ["a": "1"]) == [0, 1, 1])
  }

  @Test func aDirectoryInPlaceOfAFileCountsByItsFiles() throws {
    try scratch.write("1", to: "a")
    #expect(try counts(wanted: ["a/x": "1", "a/y": "2"]) == [2, 0, 0])
  }

  @Test func aLinkThatLeadsNowhereIsModifiedOrDeleted() throws {
    symlink("nowhere", scratch.path.appending("a").string)
    symlink("nowhere", scratch.path.appending("b").string)
    #expect(try counts(wanted: ["a": "1"]) == [0, 1, 1])
  }

  @Test func theRightToExecuteIsAChange() throws {
    try setMode(0o755, of: try scratch.write("1", to: "a"))
    let job = try job(wanted: ["a": "1"])
    #expect(job.plan.modes == [0])
    #expect(!job.plan.isEmpty)
    #expect(try counts(wanted: ["a": "1"]) == [0, 1, 0])
  }

  @Test func aLinkToADirectoryCountsAsOne() throws {
    symlink("/", scratch.path.appending("link").string)
    #expect(try counts(wanted: [:]) == [0, 0, 1])
  }
}
