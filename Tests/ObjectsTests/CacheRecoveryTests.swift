import Basics
import FileAccess
import Formats
import Hashing
import SystemPackage
import TestSupport
import Testing

@testable import Objects

/// What a power failure may leave: here a cache is brought into such a state by hand;
/// `PowerFailureTests` lets a file system do it.
@Suite struct CacheRecoveryTests {
  private let fixture: CacheFixture
  private let ledger = SyncLedger(isEnabled: true)
  private let mark: UnsyncedMark
  private let cache: LocalCache

  init() throws {
    fixture = try CacheFixture()
    mark = UnsyncedMark(cacheRoot: fixture.cache.root, ledger: ledger)
    cache = LocalCache(
      root: fixture.cache.root, algorithm: .md5, options: fixture.cache.options, mark: mark)
  }

  private var marks: [FilePath] {
    get throws {
      let directory = UnsyncedMark.directory(of: cache.root)
      return try directoryNames(directory).map {
        directory.appending(String(decoding: $0, as: UTF8.self))
      }
    }
  }

  private func store(_ content: String) throws -> ObjectID {
    let file = try fixture.scratch.write(content, to: "source")
    return ObjectID(
      try CacheIngest(cache, .store).store(file, size: Int64(content.utf8.count)).digest)
  }

  /// Empties an object behind the cache's back.
  private func empty(_ id: ObjectID) throws {
    try removeFile(cache.path(id))
    try writeAtomically([], to: cache.path(id), mode: 0o444)
  }

  /// Leaves a mark as a process of another boot, or one that was killed, would.
  private func leaveMark(boot: [UInt8]) throws {
    let directory = UnsyncedMark.directory(of: cache.root)
    try makeDirectories(directory)
    try writeAtomically(boot, to: directory.appending("left"))
  }

  @Test func marksTheCacheWhileObjectsAreNotSynced() throws {
    #expect(try marks.isEmpty)
    _ = try store("one")
    _ = try store("two")
    #expect(try marks.count == 1)
    try ledger.settle()
    try mark.clear()
    #expect(try marks.isEmpty)
  }

  @Test func leavesTheMarkOfALivingProcessAlone() throws {
    let id = try store("one")
    try empty(id)
    #expect(try CacheRecovery([fixture.reopened]).run() == [])
    #expect(try marks.count == 1)
  }

  @Test func putsAsideWhatLostItsBytesInAPowerFailure() throws {
    let old = try store("older than the mark")
    try empty(old)
    try leaveMark(boot: Array("an earlier boot".utf8))
    let (damaged, whole) = (try store("damaged"), try store("whole"))
    try empty(damaged)
    try ledger.settle()
    try mark.clear()

    let cache = fixture.reopened
    let put = try CacheRecovery([cache]).run()
    #expect(put.contains(damaged))
    #expect(try !cache.contains(damaged))
    #expect(try cache.contains(whole))
    #expect(try readFileIfExists(cache.root.appending(".cairn/quarantine/\(damaged)")) == [])
    #expect(try marks.isEmpty)
  }

  @Test func readsNothingAgainAfterAMereKill() throws {
    try leaveMark(boot: try currentBoot())
    let id = try store("any")
    try empty(id)
    try mark.clear()
    #expect(try CacheRecovery([fixture.reopened]).run() == [])
    #expect(try marks.isEmpty)
  }

  @Test func leavesNoMarkForThoseWhoChoseSpeed() throws {
    _ = try fixture.store(["a": "one"])
    #expect(try marks.isEmpty)
  }
}
