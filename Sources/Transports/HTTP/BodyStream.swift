import CLibCurl
import Synchronization

/// The body of a request, too large for memory, on its way from the task that reads it to the thread of
/// the loop.
final class BodyStream: Sendable {
  /// More than this waits for the network.
  private static let most = 512 << 10

  private struct State {
    var waiting: [UInt8] = []
    /// Where what was not sent yet begins in `waiting`.
    var start = 0
    /// Whether the loop was told that there is nothing.
    var isStarved = false
    var hasEnded = false
    var writer: CheckedContinuation<Void, Never>?

    var count: Int { waiting.count - start }
    var hasRoom: Bool { hasEnded || count < BodyStream.most }
  }

  /// The bytes that there will be.
  let size: Int64
  private let state = Mutex(State())

  init(size: Int64) {
    self.size = size
  }

  /// - Returns: whether the loop waits for it.
  func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
    state.withLock { state in
      state.waiting.removeFirst(state.start)
      state.start = 0
      state.waiting.append(contentsOf: bytes)
      defer { state.isStarved = false }
      return state.isStarved
    }
  }

  /// Waits until more may be added; false when no more is wanted.
  func room() async -> Bool {
    await withCheckedContinuation { continuation in
      let hasRoom = state.withLock { state in
        if !state.hasRoom { state.writer = continuation }
        return state.hasRoom
      }
      if hasRoom { continuation.resume() }
    }
    return state.withLock { !$0.hasEnded }
  }

  // What the thread of the loop calls.

  /// - Returns: how many bytes there were, or libcurl's word for none now.
  func read(into room: UnsafeMutableRawBufferPointer) -> Int {
    let (count, writer) = state.withLock { state in
      let part = state.waiting[state.start...].prefix(room.count)
      guard !part.isEmpty else {
        state.isStarved = true
        return (Int(CURL_READFUNC_PAUSE), CheckedContinuation<Void, Never>?.none)
      }
      room.copyBytes(from: part)
      state.start += part.count
      return (part.count, state.hasRoom ? state.writer.take() : nil)
    }
    writer?.resume()
    return count
  }

  /// No more is sent.
  func end() {
    let writer = state.withLock { state in
      state.hasEnded = true
      return state.writer.take()
    }
    writer?.resume()
  }
}
