import Synchronization

/// Lets the bodies of requests take so much memory together and no more.
///
/// The memory of large bodies is used again: giving it back to the system and getting it anew costs as much as
/// copying it.
final class MemoryBudget: Sendable {
  /// Bodies from this size on have memory that is used again.
  private static let large = 1 << 20
  /// The most that is kept for bodies to come, in pieces.
  private static let mostSpare = 6

  private let total: Int64
  private let budget: AsyncBudget
  private let spare: SpareMemory

  /// - Parameter part: the bytes of the usual large body.
  init(bytes: Int64, part: Int64) {
    total = bytes
    budget = AsyncBudget(bytes)
    spare = SpareMemory(size: Int(part), most: Self.mostSpare)
  }

  /// Waits until a body of `count` bytes fits; one that never would is let in alone.
  func body(_ count: Int64) async throws(CancellationError) -> RequestBody {
    let bytes = min(count, total)
    try await budget.take(bytes)
    guard count >= Self.large, count <= spare.size else {
      return RequestBody(capacity: Int(count)) { [budget] _ in budget.give(bytes) }
    }
    return RequestBody(count: Int(count), in: spare.take()) { [budget, spare] memory in
      spare.keep(memory)
      budget.give(bytes)
    }
  }

  /// How many wait.
  var waiting: Int { budget.waiting }
}

/// Pieces of memory that nobody uses at the moment.
///
/// Unchecked: a piece is here or with one body.
private final class SpareMemory: @unchecked Sendable {
  let size: Int
  private let most: Int
  private let lock = Mutex(())
  private var pieces: [UnsafeMutableRawBufferPointer] = []

  init(size: Int, most: Int) {
    (self.size, self.most) = (size, most)
  }

  deinit {
    for piece in pieces { piece.deallocate() }
  }

  func take() -> UnsafeMutableRawBufferPointer {
    lock.withLock { _ in pieces.popLast() } ?? .allocate(byteCount: size, alignment: 4096)
  }

  func keep(_ piece: UnsafeMutableRawBufferPointer) {
    let isKept = lock.withLock { _ in
      guard pieces.count < most else { return false }
      pieces.append(piece)
      return true
    }
    if !isKept { piece.deallocate() }
  }
}
