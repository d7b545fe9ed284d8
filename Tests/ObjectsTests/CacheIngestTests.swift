import Basics
import FileAccess
import Formats
import Glibc
import Hashing
import Objects
import SystemPackage
import TestSupport
import Testing

@Suite struct CacheIngestTests {
  private func ingest(
    _ fixture: CacheFixture, _ purpose: CacheIngest.Purpose, known: [Digest?]? = nil
  ) throws -> [Digest] {
    let listing = try walk(root: fixture.scratch.path.appending("data"))
    return try CacheIngest(fixture.cache, purpose).run(
      listing, below: fixture.scratch.path.appending("data"),
      known: known ?? Array(repeating: nil, count: listing.count)
    ).digests
  }

  @Test(arguments: [[LinkType.copy], [.reflink, .copy], [.hardlink, .copy], [.symlink]])
  func storesEveryFileOnce(linkTypes: [LinkType]) throws {
    let fixture = try CacheFixture(linkTypes: linkTypes)
    for (name, content) in [("a", "1"), ("b", "1"), ("d/c", "2"), ("empty", "")] {
      try fixture.scratch.write(content, to: "data/\(name)")
    }
    let digests = try ingest(fixture, .store)
    #expect(digests == ["1", "1", "2", ""].map { Digest(of: $0.utf8) })
    for content in ["1", "2", ""] {
      let path = fixture.cache.path(object(content))
      #expect(try readFile(path) == Array(content.utf8))
      #expect(try FileStatus(at: path).permissions == 0o444)
    }
    #expect(try walk(root: fixture.cache.root.appending(".cairn/tmp")).count == 0)
  }

  @Test func leavesTheFileItselfAloneWhenAskedTo() throws {
    let fixture = try CacheFixture(linkTypes: [.hardlink])
    let file = try fixture.scratch.write("1", to: "data/a")
    let before = try FileStatus(at: file)
    _ = try ingest(fixture, .storeCopies)
    #expect(try FileStatus(at: file) == before)
    #expect(try readFile(fixture.cache.path(object("1"))) == Array("1".utf8))
  }

  @Test func replacesAWritableObjectWhoseBytesAreWrong() throws {
    let fixture = try CacheFixture()
    _ = try fixture.store(["a": "1"])
    try fixture.scratch.write("1", to: "data/a")
    try writeAtomically(Array("X".utf8), to: fixture.cache.path(object("1")), mode: 0o644)
    _ = try ingest(fixture, .store, known: [Digest(of: "1".utf8)])
    #expect(try readFile(fixture.cache.path(object("1"))) == Array("1".utf8))
  }

  @Test func storesAFileLargerThanItsBuffer() throws {
    let fixture = try CacheFixture()
    let content = [UInt8](repeating: 7, count: 3 << 20)
    try fixture.scratch.write(content, to: "data/big")
    let digests = try ingest(fixture, .store)
    #expect(digests == [Digest(of: content)])
    #expect(try readFile(fixture.cache.path(ObjectID(digests[0]))) == content)
  }

  /// Files that are hashed side by side as they are read.
  @Test(arguments: [[LinkType.copy], [.reflink, .copy], [.hardlink, .copy], [.symlink]])
  func storesManyLargeFiles(linkTypes: [LinkType]) throws {
    let fixture = try CacheFixture(linkTypes: linkTypes)
    let contents = (0..<12).map { number in
      [UInt8](repeating: UInt8(number % 11), count: (1 << 20) + 1 + number % 11 * 60_000)
    }
    for (number, content) in contents.enumerated() {
      try fixture.scratch.write(content, to: "data/\(UnicodeScalar(UInt8(97 + number)))")
    }
    #expect(try ingest(fixture, .hash) == contents.map { Digest(of: $0) })
    #expect(try ingest(fixture, .store) == contents.map { Digest(of: $0) })
    for content in contents {
      let path = fixture.cache.path(ObjectID(Digest(of: content)))
      #expect(try readFile(path) == content)
      #expect(try FileStatus(at: path).permissions == 0o444)
    }
    #expect(try walk(root: fixture.cache.root.appending(".cairn/tmp")).count == 0)
  }

  @Test func saysWhichFilesBecameObjects() throws {
    let fixture = try CacheFixture(linkTypes: [.hardlink])
    let file = try fixture.scratch.write("1", to: "data/a")
    try fixture.scratch.write("", to: "data/empty")
    let listing = try walk(root: fixture.scratch.path.appending("data"))
    let result = try CacheIngest(fixture.cache, .store).run(
      listing, below: fixture.scratch.path.appending("data"), known: [nil, nil])
    #expect(result.adopted == [0: try FileStatus(at: file)])
  }

  @Test func removesWhatKilledRunsLeft() throws {
    let fixture = try CacheFixture()
    let leftovers = [
      "cache/.cairn/tmp/.a.tmp", "cache/.cairn/tmp/3/.b.tmp", "cache/.cairn/tmp/4/.c.tmp",
    ]
    for name in leftovers { try fixture.scratch.write("half", to: name) }
    for name in leftovers.dropLast() {
      var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
      #expect(utimensat(AT_FDCWD, fixture.scratch.path.appending(name).string, &times, 0) == 0)
    }
    _ = try fixture.store(["a": "1"])
    let left = try leftovers.map { try FileStatus.ifExists(at: fixture.scratch.path.appending($0)) }
    #expect(left.map { $0 == nil } == [true, true, false])
  }

  @Test func storesNothingWhenItOnlyHashes() throws {
    let fixture = try CacheFixture()
    try fixture.scratch.write("1", to: "data/a")
    #expect(try ingest(fixture, .hash) == [Digest(of: "1".utf8)])
    #expect(try FileStatus.ifExists(at: fixture.cache.root) == nil)
  }

  @Test func readsNothingThatIsKnownAndStored() throws {
    let fixture = try CacheFixture()
    _ = try fixture.store(["a": "1"])
    let file = try fixture.scratch.write("other", to: "data/a")
    try setMode(0, of: file)
    #expect(try ingest(fixture, .store, known: [Digest(of: "1".utf8)]) == [Digest(of: "1".utf8)])
  }

  @Test func storesWhatIsKnownButGone() throws {
    let fixture = try CacheFixture()
    try fixture.scratch.write("1", to: "data/a")
    _ = try ingest(fixture, .store, known: [Digest(of: "1".utf8)])
    #expect(try fixture.reopened.contains(object("1")))
  }

  @Test func hashesTextOfDVC2WithItsLineEndings() throws {
    let fixture = try CacheFixture(algorithm: .md5Dos2Unix)
    try fixture.scratch.write("a\r\nb\r\n", to: "data/a")
    let digests = try ingest(fixture, .store)
    #expect(digests.map(\.hex) == ["dd8c6a395b5dd36c56d23275028f526c"])
    #expect(
      try readFile(fixture.cache.root.appending("dd/8c6a395b5dd36c56d23275028f526c"))
        == Array("a\r\nb\r\n".utf8))
  }
}
