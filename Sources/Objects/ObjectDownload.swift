import Basics
import Hashing
import Transports

/// Brings one object from a remote into the cache, once.
///
/// Where the remote is better asked for several ranges at a time, the first range tells how large an object
/// is, and the others of a large one follow side by side, hashed in order as they become whole.
struct ObjectDownload: Sendable {
  /// Ranges of one object that are on their way.
  private static let width = 8

  private let id: ObjectID
  private let key: ObjectKey
  private let transport: any Transport
  private let cache: LocalCache
  private let progress: any ProgressObserver

  init(
    _ id: ObjectID, from remote: RemoteStore, to cache: LocalCache,
    _ progress: any ProgressObserver
  ) {
    (self.id, key, transport) = (id, remote.key(id), remote.transport)
    (self.cache, self.progress) = (cache, progress)
  }

  /// - Returns: the size of the object.
  /// - Throws: `mismatch` when the bytes are not what the ID says, or `changed`; what arrived is thrown away
  ///   then, and kept after any other error.
  func run() async throws -> Int64 {
    let object = try ArrivingObject(id, to: cache)
    do {
      var isWhole = false
      if !object.isKept, asksForRanges { isWhole = try await isFirstRangeAll(of: object) }
      if !isWhole { try await fetchRest(of: object) }
    } catch {
      object.abandon(error)
      if let error = error as? TransportError, [.changed, .notFound].contains(error.kind) {
        object.discard()
      }
      throw error
    }
    let size = try object.publish(key)
    progress.observe(.advanced(files: 1, bytes: 0))
    return size
  }

  private var asksForRanges: Bool { transport.traits.hasParallelRanges && !id.isOfNothing }

  /// Fetches the first range, which is all of most objects; the others are kept from then on.
  private func isFirstRangeAll(of object: ArrivingObject) async throws -> Bool {
    let first = try await transport.download(key, range: 0..<ArrivingObject.rangeSize) { bytes in
      try object.append(bytes)
      note(bytes)
    }
    if first.size == object.frontier { return true }
    try object.keep(size: first.size)
    return false
  }

  private func fetchRest(of object: ArrivingObject) async throws {
    if asksForRanges, let size = object.size {
      return try await fetchRanges(of: object, size)
    }
    if object.frontier != object.size { try await fetchStream(object) }
  }

  /// Fetches what lies behind the part that is there, in one stream.
  private func fetchStream(_ object: ArrivingObject) async throws {
    let rest = object.frontier == 0 ? nil : object.frontier..<Int64.max
    _ = try await transport.download(key, range: rest) { bytes in
      try object.append(bytes)
      if !object.isKept, object.frontier > ArrivingObject.rangeSize { try object.keep(size: nil) }
      note(bytes)
    }
  }

  private func fetchRanges(of object: ArrivingObject, _ size: Int64) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<Self.width {
        group.addTask {
          while let range = object.nextMissing(of: size) {
            try await fetch(range, of: object, size)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private func fetch(_ range: Int, of object: ArrivingObject, _ size: Int64) async throws {
    let bytes = ArrivingObject.bytes(ofRange: range, of: size)
    let position = Position(bytes.lowerBound)
    let found = try await transport.download(key, range: bytes) { piece in
      try object.write(piece, at: position.advance(by: piece.count))
      note(piece)
    }
    guard found.size == size, position.value == bytes.upperBound else {
      throw TransportError(
        .changed, key: key, detail: "'\(key)' was replaced in the remote while it was downloaded")
    }
    try object.note(range)
  }

  private func note(_ bytes: UnsafeRawBufferPointer) {
    progress.observe(.advanced(files: 0, bytes: Int64(bytes.count)))
  }
}

/// Where the next piece of a range belongs. Used by one thread at a time, as sinks are.
private final class Position: @unchecked Sendable {
  private(set) var value: Int64

  init(_ value: Int64) {
    self.value = value
  }

  /// - Returns: where it was.
  func advance(by count: Int) -> Int64 {
    defer { value += Int64(count) }
    return value
  }
}
