import Synchronization

/// Runs a task that can be cancelled from within.
final class Canceller: Sendable {
  private struct State {
    var task: Task<Void, any Error>?
    var isCancelled = false
  }

  private let state = Mutex(State())

  func cancel() {
    state.withLock { state in
      state.isCancelled = true
      state.task?.cancel()
    }
  }

  /// Runs `body` in a task, which is cancelled from the start if `cancel` was called before.
  func run(_ body: @escaping @Sendable () async throws -> Void) async throws {
    let (start, starter) = AsyncStream<Void>.makeStream()
    let task = Task {
      for await _ in start { break }
      try await body()
    }
    state.withLock { state in
      state.task = task
      if state.isCancelled { task.cancel() }
    }
    starter.yield()
    try await task.value
  }
}
