import Synchronization

/// Whether a remote can still be reached, as all calls found it. One that went away is waited for by all
/// together, and given up for all of them. What was never reached is not waited for.
final class RemoteHealth: Sendable {
  private struct State {
    var failures = FailedConnections()
    /// When the last failure was noted; calls that began before it tell nothing new.
    var noted: ContinuousClock.Instant?
  }

  private let state = Mutex(State())

  /// Makes a call, unless the remote was given up or is waited for.
  func watch<Value: Sendable>(
    _ call: () async throws(TransportError) -> Value
  ) async throws(TransportError) -> Value {
    let start = try state.withLock { (state) throws(TransportError) in
      try state.failures.check()
      return ContinuousClock.now
    }
    do throws(TransportError) {
      let value = try await call()
      state.withLock { $0.failures.clear() }
      return value
    } catch {
      guard error.kind == .unreachable, !error.isGivenUp else { throw error }
      throw judged(error, since: start)
    }
  }

  private func judged(
    _ error: TransportError, since start: ContinuousClock.Instant
  ) -> TransportError {
    state.withLock { state in
      guard state.failures.hasSucceeded else { return error }
      if state.noted.map({ $0 < start }) ?? true {
        state.failures.note(error)
        state.noted = .now
      }
      do throws(TransportError) { try state.failures.check() } catch { return error }
      var passing = error
      passing.kind = .interrupted
      return passing
    }
  }
}
