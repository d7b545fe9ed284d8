import Dispatch
package import Hashing

/// The digest of a file whose pieces are hashed one after the other, on a thread of its own where that pays.
///
/// Unchecked: pieces and their hash are touched by one thread at a time, which the queue and the semaphore
/// see to.
package final class PieceHasher: @unchecked Sendable {
  /// Hashing smaller files takes less time than a thread.
  private static let worthAThread: Int64 = 8 << 20
  /// Pieces that may wait to be hashed.
  private static let depth = 4

  private let pieces: [UnsafeMutableRawBufferPointer]
  private let queue: DispatchQueue?
  private let free: DispatchSemaphore
  private var next = 0
  private var hasher: ContentHasher

  /// - Parameter size: of the file.
  package init(_ algorithm: HashAlgorithm, pieceSize: Int, size: Int64) {
    let isOverlapped = size >= Self.worthAThread
    hasher = ContentHasher(algorithm)
    queue = isOverlapped ? DispatchQueue(label: "cairn.hash") : nil
    pieces = (0..<(isOverlapped ? Self.depth : 1)).map { _ in
      .allocate(byteCount: pieceSize, alignment: 64)
    }
    free = DispatchSemaphore(value: 0)
    for _ in pieces { free.signal() }
  }

  deinit {
    for piece in pieces { piece.deallocate() }
  }

  /// Takes the next piece.
  ///
  /// - Parameter fill: puts bytes into the room that it gets, and returns how many these are.
  /// - Returns: what `fill` did.
  package func hashPiece<Failure: Error>(
    _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    free.wait()
    let piece = pieces[next]
    next = (next + 1) % pieces.count
    let count: Int
    do throws(Failure) {
      count = try fill(piece)
    } catch {
      free.signal()
      throw error
    }
    nonisolated(unsafe) let bytes = UnsafeRawBufferPointer(rebasing: piece[..<count])
    let update: @Sendable () -> Void = {
      self.hasher.update(bytes)
      self.free.signal()
    }
    if let queue { queue.async(execute: update) } else { update() }
    return count
  }

  /// The digest of all pieces.
  package func finish() -> Digest {
    queue?.sync {}
    return hasher.finish()
  }
}
