import Synchronization

/// What has arrived for one call and was not taken yet, in order.
final class ServeMailbox: Sendable {
  private struct State {
    var messages: [ServeMessage] = []
    /// The first that was not taken.
    var first = 0
    var waiter: CheckedContinuation<Void, Never>?
    /// Why nothing comes any more.
    var end: TransportError?

    mutating func take() throws(TransportError) -> ServeMessage? {
      guard first < messages.count else {
        if let end { throw end }
        return nil
      }
      defer {
        first += 1
        if first == messages.count {
          messages.removeAll(keepingCapacity: true)
          first = 0
        }
      }
      return messages[first]
    }
  }

  private let state = Mutex(State())

  func put(_ message: ServeMessage) {
    wake { $0.messages.append(message) }
  }

  /// Ends the call for whoever waits, after what has arrived.
  func fail(_ error: TransportError) {
    wake { $0.end = $0.end ?? error }
  }

  /// Bytes that lie here.
  var load: Int {
    state.withLock { state in state.messages[state.first...].reduce(0) { $0 + $1.body.count } }
  }

  /// The next message, if there is one.
  func takeNow() throws(TransportError) -> ServeMessage? {
    try state.withLock { (state) throws(TransportError) in try state.take() }
  }

  /// Waits for the next message; one waits at a time.
  func next() async throws(TransportError) -> ServeMessage {
    while true {
      if let message = try takeNow() { return message }
      await withCheckedContinuation { continuation in
        let isReady = state.withLock { state in
          if state.first < state.messages.count || state.end != nil { return true }
          state.waiter = continuation
          return false
        }
        if isReady { continuation.resume() }
      }
    }
  }

  private func wake(_ change: (inout State) -> Void) {
    let waiter = state.withLock { state in
      change(&state)
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume()
  }
}
