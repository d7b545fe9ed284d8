import Basics
import FileAccess
import Hashing
import SystemPackage
import TestSupport
import Testing

@Suite struct FileIndexTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  private var file: FilePath { directory.path.appending("index") }

  private func listing(_ names: [String], modified: Int64 = 100) -> DirectoryListing {
    DirectoryListing(
      paths: PackedPaths(names.map { RelativePath($0) }),
      statuses: names.indices.map {
        FileStatus(
          inode: UInt64($0 + 1), size: Int64($0 + 1), modified: modified, changed: modified,
          mode: 0o100644)
      })
  }

  private func digests(_ names: [String]) -> [Digest] { names.map { Digest(of: $0.utf8) } }

  @Test func knowsUnchangedFilesAfterARoundTrip() throws {
    let names = ["a", "d/b", "z", "é"]
    try FileIndex(listing(names), digests(names), lookedAt: 101).write(to: file)
    #expect(FileIndex.load(at: file).lookup(listing(names)) == digests(names))
  }

  @Test func knowsNothingOfFilesThatChangedOrAreNew() throws {
    let index = FileIndex(listing(["a", "b"]), digests(["a", "b"]), lookedAt: 101)
    #expect(index.lookup(listing(["a", "b"], modified: 99)) == [nil, nil])
    let other = listing(["0", "a", "c"])
    #expect(index.lookup(other) == [nil, nil, nil], "their inodes differ")
  }

  @Test func trustsNoEmptyFileWithTheDigestOfSomething() {
    var empty = listing(["a", "b"])
    for index in [0, 1] { empty.statuses[index].size = 0 }
    let index = FileIndex(empty, digests(["a", ""]), lookedAt: 101)
    #expect(index.lookup(empty) == [nil, Digest(of: "".utf8)])
  }

  @Test func trustsNoEntryAsYoungAsTheLook() {
    let index = FileIndex(listing(["a"]), digests(["a"]), lookedAt: 100)
    #expect(index.lookup(listing(["a"])) == [nil])
  }

  @Test func trustsWhatOnlyWeChanged() {
    var old = listing(["a", "b"], modified: 99)
    for index in [0, 1] { old.statuses[index].changed = 100 }
    let index = FileIndex(old, digests(["a", "b"]), lookedAt: 100, ours: [1])
    #expect(index.lookup(old) == [nil, Digest(of: "b".utf8)])
    let new = FileIndex(listing(["a"]), digests(["a"]), lookedAt: 100, ours: [0])
    #expect(new.lookup(listing(["a"])) == [nil], "it was written meanwhile")
  }

  @Test func takesATornOrForeignFileForEmpty() throws {
    let names = ["a", "b", "c"]
    try FileIndex(listing(names), digests(names), lookedAt: 101).write(to: file)
    let whole = try readFile(file)
    for length in stride(from: 0, to: whole.count, by: 7) {
      try writeAtomically(Array(whole[..<length]), to: file)
      #expect(FileIndex.load(at: file).count == 0)
    }
    for position in stride(from: 0, to: whole.count, by: 5) {
      var damaged = whole
      damaged[position] ^= 0x40
      try writeAtomically(damaged, to: file)
      #expect(FileIndex.load(at: file).count == 0)
    }
    #expect(FileIndex.load(at: directory.path.appending("none")).count == 0)
  }
}
