import Synchronization

/// An amount of something that tasks share. Who comes first gets first.
final class AsyncBudget: Sendable {
  private struct Waiter {
    var id: Int
    var amount: Int64
    var continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var free: Int64
    var waiting: [Waiter] = []
    var lastID = 0
    /// Those who gave up before they waited.
    var cancelled: Set<Int> = []
  }

  private let state: Mutex<State>

  init(_ amount: Int64) {
    state = Mutex(State(free: amount))
  }

  /// How many wait.
  var waiting: Int { state.withLock { $0.waiting.count } }

  /// Waits until `amount` is free, and takes it.
  func take(_ amount: Int64) async throws(CancellationError) {
    do { try await wait(amount) } catch { throw CancellationError() }
  }

  /// Gives back what was taken. More than that makes the budget larger, less than nothing smaller.
  func give(_ amount: Int64) {
    let granted = state.withLock { state in
      state.free += amount
      return Self.grant(&state)
    }
    for waiter in granted { waiter.continuation.resume() }
  }

  private func wait(_ amount: Int64) async throws {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    defer { _ = state.withLock { $0.cancelled.remove(id) } }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        enqueue(Waiter(id: id, amount: amount, continuation: continuation))
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

  /// Takes off those who can go on.
  private static func grant(_ state: inout State) -> [Waiter] {
    var granted: [Waiter] = []
    while let first = state.waiting.first, first.amount <= state.free {
      state.free -= first.amount
      granted.append(state.waiting.removeFirst())
    }
    return granted
  }
}
