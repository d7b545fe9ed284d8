import Basics
import Dispatch
import FileAccess
import Formats
import Hashing
import Synchronization
import SystemPackage
import Transports

/// An object on its way into the cache: what has arrived, in a temporary file, and the hash of its beginning.
///
/// What is small is hashed as it comes. Of what is large the ranges are hashed in order as they are there, on
/// a thread of its own, from the file; it is kept when the way ends early, and the next run goes on. What an
/// earlier run left is hashed again.
///
/// Unchecked: `write`, `note` and `nextMissing` may be called by many at a time, all else by one.
final class ArrivingObject: @unchecked Sendable {
  /// The bytes of a range, but for the last. An object of one range is small.
  static let rangeSize: Int64 = 16 << 20

  /// The bytes from the start that came in order.
  private(set) var frontier: Int64 = 0
  /// In bytes, where it is known.
  var size: Int64? { arrived.withLock { $0.size } }
  /// Whether it is one that an earlier run left, or that is to be kept now.
  private(set) var isKept = false

  private let cache: LocalCache
  private let id: ObjectID
  private var file: TemporaryFile?
  private var partial: PartialObject?
  private let arrived = Mutex(Arrived())

  /// Touched on the queue only, once the object is large.
  private var hasher: ContentHasher
  private var hashed: Int64 = 0
  private let hashing = DispatchQueue(label: "cairn.hash")

  private struct Arrived {
    var size: Int64?
    /// The numbers of the ranges that are there.
    var ranges: Set<Int> = []
    /// Ranges from this one on were not given out yet.
    var unasked = 0
    /// Why nothing more needs to be hashed.
    var end: (any Error)?

    mutating func nextMissing(of count: Int) -> Int? {
      while unasked < count {
        defer { unasked += 1 }
        if !ranges.contains(unasked) { return unasked }
      }
      return nil
    }
  }

  /// Goes on with what an earlier run left of it, if it did.
  init(_ id: ObjectID, to cache: LocalCache) throws {
    (self.cache, self.id) = (cache, id)
    hasher = ContentHasher(cache.algorithm(of: id))
    guard let path = cache.partials.find(id) else { return }
    do {
      let linked = try TemporaryFile(linking: path, in: cache.temporaryDirectory())
      let left = try PartialObject(continuing: path, linked.file)
      let (size, ranges) = (left.record.size, left.record.ranges)
      partial = consume left
      file = consume linked
      goOn(with: ranges, size)
    } catch is FileError {
      // Another process is at work with it, or it is of no use.
    }
  }

  private func goOn(with ranges: Set<Int>, _ size: Int64?) {
    isKept = true
    arrived.withLock { ($0.ranges, $0.size) = (ranges, size) }
    var whole = 0
    while ranges.contains(whole) { whole += 1 }
    frontier = min(Int64(whole) * Self.rangeSize, size ?? .max)
    if whole > 0 { hashing.async { self.hashRanges() } }
  }

  /// Takes the next bytes in order, from `frontier` on.
  func append(_ bytes: UnsafeRawBufferPointer) throws {
    try write(bytes, at: frontier)
    if frontier < Self.rangeSize {
      hasher.update(bytes)
      hashed += Int64(bytes.count)
    }
    let first = frontier / Self.rangeSize
    frontier += Int64(bytes.count)
    for range in first..<frontier / Self.rangeSize { try note(Int(range)) }
  }

  /// Takes bytes of any range.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
    try open()
    try file?.file.write(bytes, at: offset)
  }

  /// Has the object kept from now on, where that is possible.
  func keep(size: Int64?) throws {
    arrived.withLock { $0.size = size }
    isKept = true
    try open()
    guard let place = try? cache.partials.place(for: id) else { return }
    partial = try? file?.keep(at: place, size: size)
    for range in arrived.withLock({ $0.ranges.sorted() }) { try partial?.record.note(range) }
  }

  /// Notes that all bytes of a range are there.
  func note(_ range: Int) throws(FileError) {
    guard arrived.withLock({ $0.ranges.insert(range).inserted }) else { return }
    try partial?.record.note(range)
    if cache.isSynced {
      file?.file.startWriteback(Int64(range) * Self.rangeSize..<Int64(range + 1) * Self.rangeSize)
    }
    hashing.async { self.hashRanges() }
  }

  /// The next range of an object of this size that is not there; each is given out once.
  func nextMissing(of size: Int64) -> Int? {
    arrived.withLock { $0.nextMissing(of: Int((size + Self.rangeSize - 1) / Self.rangeSize)) }
  }

  /// The bytes of a range of an object of this size.
  static func bytes(ofRange range: Int, of size: Int64) -> Range<Int64> {
    let start = Int64(range) * rangeSize
    return start..<min(start + rangeSize, size)
  }

  /// Makes the object visible, which all of must be there.
  ///
  /// - Returns: its size.
  /// - Throws: `mismatch` when the bytes are not what the ID says; nothing is visible then, or kept.
  func publish(_ key: ObjectKey) throws -> Int64 {
    try open()  // an empty object was never written to
    let size = size ?? frontier
    let digest = try hashing.sync {
      if let end = arrived.withLock({ $0.end }) { throw end }
      try hash(upTo: size)
      return hasher.finish()
    }
    discard()
    guard digest == id.digest else {
      throw TransportError(
        .mismatch, key: key,
        detail: "the remote's bytes hash to \(digest) instead of \(id.digest)")
    }
    if let file = file.take() { try cache.publish(file, as: id) }
    return size
  }

  /// Lets go of it after an error; what can be kept is kept.
  func abandon(_ error: any Error) {
    stopHashing(error)
    hashing.sync {}
  }

  /// Lets nobody go on with it.
  func discard() {
    partial.take()?.remove()
  }

  /// Hashes the ranges that are there without a gap.
  private func hashRanges() {
    do {
      while let range = nextToHash() { try hash(upTo: Int64(range + 1) * Self.rangeSize) }
    } catch {
      stopHashing(error)
    }
  }

  private func nextToHash() -> Int? {
    let range = Int(hashed / Self.rangeSize)
    return arrived.withLock { arrived in
      arrived.end == nil && hashed != arrived.size && arrived.ranges.contains(range) ? range : nil
    }
  }

  /// Hashes what follows, up to `end` or the end of the object. Reads what was written.
  private func hash(upTo end: Int64) throws {
    let end = min(end, size ?? end)
    guard hashed < end else { return }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { buffer.deallocate() }
    while hashed < end {
      try checkInterruption()
      let room = UnsafeMutableRawBufferPointer(
        rebasing: buffer[..<min(buffer.count, Int(end - hashed))])
      let count = try file?.file.read(into: room, at: hashed) ?? 0
      if count == 0 {
        hashed = end  // what is missing shows in the digest
        return
      }
      hasher.update(UnsafeRawBufferPointer(rebasing: room[..<count]))
      hashed += Int64(count)
    }
  }

  private func stopHashing(_ error: any Error) {
    arrived.withLock { $0.end = $0.end ?? error }
  }

  /// Only what the remote holds leaves a trace in the cache.
  private func open() throws {
    if file == nil { file = .some(try cache.temporaryFile()) }
  }
}
