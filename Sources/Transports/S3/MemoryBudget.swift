import Synchronization

/// Lets the bodies of requests take so much memory together and no more. Who comes first gets it first.
final class MemoryBudget: Sendable {
  private struct Waiter {
    var id: Int
    var bytes: Int64
    var continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var free: Int64
    var waiting: [Waiter] = []
    var lastID = 0
    /// Those who gave up before they waited.
    var cancelled: Set<Int> = []
  }

  private let total: Int64
  private let state: Mutex<State>

  init(bytes: Int64) {
    total = bytes
    state = Mutex(State(free: bytes))
  }

  /// Waits until a body of `count` bytes fits; one that never would is let in alone.
  func body(_ count: Int64) async throws(CancellationError) -> RequestBody {
    let bytes = min(count, total)
    do { try await take(bytes) } catch { throw CancellationError() }
    return RequestBody(capacity: Int(count)) { [self] in giveBack(bytes) }
  }

  /// How many wait.
  var waiting: Int { state.withLock { $0.waiting.count } }

  private func take(_ bytes: Int64) async throws {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    defer { _ = state.withLock { $0.cancelled.remove(id) } }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        enqueue(Waiter(id: id, bytes: bytes, continuation: continuation))
      }
    } onCancel: {
      cancel(id)
    }
  }

  private func enqueue(_ waiter: Waiter) {
    let (isCancelled, granted) = state.withLock { state in
      if state.cancelled.contains(waiter.id) { return (true, [Waiter]()) }
      state.waiting.append(waiter)
      return (false, Self.grant(&state))
    }
    if isCancelled { waiter.continuation.resume(throwing: CancellationError()) }
    for waiter in granted { waiter.continuation.resume() }
  }

  private func cancel(_ id: Int) {
    let (waiter, granted) = state.withLock { state in
      let index = state.waiting.firstIndex { $0.id == id }
      if index == nil { state.cancelled.insert(id) }
      let waiter = index.map { state.waiting.remove(at: $0) }
      return (waiter, Self.grant(&state))
    }
    waiter?.continuation.resume(throwing: CancellationError())
    for waiter in granted { waiter.continuation.resume() }
  }

  private func giveBack(_ bytes: Int64) {
    let granted = state.withLock { state in
      state.free += bytes
      return Self.grant(&state)
    }
    for waiter in granted { waiter.continuation.resume() }
  }

  /// Takes off those who can go on.
  private static func grant(_ state: inout State) -> [Waiter] {
    var granted: [Waiter] = []
    while let first = state.waiting.first, first.bytes <= state.free {
      state.free -= first.bytes
      granted.append(state.waiting.removeFirst())
    }
    return granted
  }
}
