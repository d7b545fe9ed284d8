import Basics
import FileAccess
import Glibc
import Hashing
import Objects
import SystemPackage
import TestSupport
import Testing
import Transports

/// An object of 40 MiB, which is three ranges, on a directory remote, and a cache that lacks it.
private struct LargeObject {
  static let range: Int64 = 16 << 20

  let scratch: TemporaryDirectory
  let bytes: [UInt8]
  let id: ObjectID
  let remote: DirectoryTransport

  init() async throws {
    scratch = try TemporaryDirectory()
    var random = SeededGenerator(seed: 7)
    let block = (0..<(1 << 20)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    bytes = (0..<40).flatMap { number in [UInt8(number)] + block.dropFirst() }
    id = ObjectID(Digest(of: bytes))
    remote = DirectoryTransport(root: scratch.path.appending("remote"))
    try await remote.upload(.bytes(bytes), to: store(remote).key(id), verifying: nil)
  }

  var size: Int64 { Int64(bytes.count) }

  /// The cache as a new process finds it.
  var cache: LocalCache {
    var options = LocalCache.Options()
    options.linkTypes = [.copy]
    return LocalCache(root: scratch.path.appending("cache"), algorithm: .md5, options: options)
  }

  var partial: FilePath {
    cache.root.appending(".cairn/partial/md5").appending(id.description)
  }

  var record: FilePath { FilePath(partial.string + ".ranges") }

  func store(_ transport: any Transport) -> RemoteStore {
    RemoteStore(transport: transport, algorithm: .md5)
  }

  func fetch(from transport: any Transport) async throws -> TransferReport {
    var needed = NeededObjects(algorithm: .md5)
    needed.files[id] = "big"
    return try await Fetch(from: store(transport), to: cache).run(needed)
  }

  /// Fetches with a transport whose download number `number` breaks off after `count` bytes.
  func breakOff(at number: Int, after count: Int, inRanges: Bool) async throws {
    let faulty = FaultyTransport(remote) { call, at in
      call == .download && at == number ? Fault(.interrupted, .midway(count)) : nil
    }
    let metered = MeteredTransport(faulty, hasParallelRanges: inRanges)
    let report = try await fetch(from: metered)
    #expect(report.failed.map(\.error.kind) == [.interrupted])
    #expect(try !cache.contains(id))
  }

  /// Fetches again, and expects the object to be right and nothing to be left.
  ///
  /// - Returns: what was asked for.
  func goOn(inRanges: Bool = true) async throws -> MeteredTransport {
    let metered = MeteredTransport(remote, hasParallelRanges: inRanges)
    let report = try await fetch(from: metered)
    #expect(report.transferred == [id])
    #expect(report.bytes == size)
    #expect(try readFile(cache.path(id)) == bytes)
    #expect(try FileStatus(at: cache.path(id)).permissions == 0o444)
    #expect(try FileStatus(at: cache.path(id)).linkCount == 1)
    #expect(try FileStatus.ifExists(at: partial) == nil)
    #expect(try FileStatus.ifExists(at: record) == nil)
    #expect(try walk(root: cache.root.appending(".cairn/tmp")).count == 0)
    return metered
  }
}

@Suite struct LargeFetchTests {
  @Test func asksForRangesOnce() async throws {
    let large = try await LargeObject()
    let asked = try await large.goOn()
    let ranges = asked.ranges.compactMap { $0 }.sorted { $0.lowerBound < $1.lowerBound }
    #expect(
      ranges == [
        0..<LargeObject.range, LargeObject.range..<(2 * LargeObject.range),
        (2 * LargeObject.range)..<large.size,
      ])
    #expect(asked.downloaded == large.size)
  }

  @Test func asksForOneStreamWhereRangesAreNoUse() async throws {
    let large = try await LargeObject()
    let asked = try await large.goOn(inRanges: false)
    #expect(asked.ranges == [nil])
  }

  @Test func anotherRunFetchesOnlyTheRangesThatLack() async throws {
    let large = try await LargeObject()
    try await large.breakOff(at: 3, after: 1 << 20, inRanges: true)
    let asked = try await large.goOn()
    #expect(!asked.ranges.contains(0..<LargeObject.range))
    #expect(asked.downloaded <= large.size - LargeObject.range)
  }

  @Test func anotherRunGoesOnWithAStream() async throws {
    let large = try await LargeObject()
    try await large.breakOff(at: 1, after: 20 << 20, inRanges: false)
    let asked = try await large.goOn(inRanges: false)
    #expect(asked.ranges == [LargeObject.range..<Int64.max])
  }

  @Test func aStreamGoesOnWithWhatRangesLeft() async throws {
    let large = try await LargeObject()
    try await large.breakOff(at: 2, after: 0, inRanges: true)
    let asked = try await large.goOn(inRanges: false)
    #expect(asked.ranges.count == 1)
    #expect(asked.downloaded < large.size)
  }

  @Test func rangesGoOnWithWhatAStreamLeft() async throws {
    let large = try await LargeObject()
    try await large.breakOff(at: 1, after: 20 << 20, inRanges: false)
    let asked = try await large.goOn()
    #expect(asked.downloaded == large.size - LargeObject.range)
  }

  /// As after a power failure, which may keep the record and lose bytes.
  @Test func doesNotBelieveARecordThatPromisesTooMuch() async throws {
    let large = try await LargeObject()
    try await large.breakOff(at: 2, after: 0, inRanges: true)
    let record =
      try readFile(large.record).prefix(17) + Array("00000000\n00000001\n00000002\n".utf8)
    try writeAtomically(Array(record), to: large.record)
    let asked = try await large.goOn()
    #expect(asked.downloaded == large.size)
  }

  @Test(arguments: ["", "0000", "no record at all\n", "000000000280000\n0000000"])
  func doesWithoutARecordThatIsOfNoUse(_ text: String) async throws {
    let large = try await LargeObject()
    try await large.breakOff(at: 2, after: 0, inRanges: true)
    try writeAtomically(Array(text.utf8), to: large.record)
    let asked = try await large.goOn()
    #expect(asked.downloaded == large.size)
  }

  @Test func aLineThatWasCutOffCountsForNothing() async throws {
    let large = try await LargeObject()
    try await large.breakOff(at: 2, after: 0, inRanges: true)
    let head = try readFile(large.record).prefix(17)
    try writeAtomically(Array(head + Array("00000000\n000".utf8)), to: large.record)
    let asked = try await large.goOn()
    #expect(asked.downloaded == large.size - LargeObject.range)
  }

  @Test func leavesWhatAnotherProcessIsAtWorkWith() async throws {
    let large = try await LargeObject()
    try await large.breakOff(at: 2, after: 0, inRanges: true)
    let other = try OpenFile(large.partial, flags: O_RDWR)
    #expect(try other.tryToLock())
    let report = try await large.fetch(
      from: MeteredTransport(large.remote, hasParallelRanges: true))
    #expect(report.transferred == [large.id])
    #expect(try readFile(large.cache.path(large.id)) == large.bytes)
    #expect(try FileStatus.ifExists(at: large.partial) != nil)
  }

  @Test func garbageIsWhatNobodyUsesOrIsAtWorkWith() async throws {
    let large = try await LargeObject()
    try await large.breakOff(at: 2, after: 0, inRanges: true)
    let cache = large.cache
    #expect(cache.partialGarbage(besides: ObjectSet([large.id])) == [])
    do {
      let other = try OpenFile(large.partial, flags: O_RDWR)
      #expect(try other.tryToLock())
      #expect(cache.partialGarbage(besides: ObjectSet()) == [])
      #expect(cache.removePartial([StoredObject(large.id, size: 0)]).removed == [])
    }
    let found = cache.partialGarbage(besides: ObjectSet())
    #expect(found.map(\.id) == [large.id])
    #expect(found.allSatisfy { $0.size == (try? FileStatus(at: large.partial).size) })
    let (removed, failed) = cache.removePartial(found)
    #expect(removed == found && failed.isEmpty)
    #expect(try walk(root: cache.root.appending(".cairn/partial/md5")).count == 0)
  }

  @Test func wrongBytesAreNotKept() async throws {
    let large = try await LargeObject()
    try await large.remote.upload(
      .bytes(large.bytes.reversed()), to: large.store(large.remote).key(large.id), verifying: nil)
    let metered = MeteredTransport(large.remote, hasParallelRanges: true)
    let report = try await large.fetch(from: metered)
    #expect(report.failed.map(\.error.kind) == [.mismatch])
    #expect(metered.downloaded == 2 * large.size)
    #expect(try !large.cache.contains(large.id))
    #expect(try FileStatus.ifExists(at: large.partial) == nil)
  }
}
