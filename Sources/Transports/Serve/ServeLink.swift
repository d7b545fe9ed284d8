import Synchronization

/// The connection to `cairn serve`: made when it is needed, and anew after it was lost.
final class ServeLink: Sendable {
  private struct State {
    var channel: ServeChannel?
    var failures = FailedConnections()
    var isClosed = false
  }

  private let connector: any ServeConnector
  /// Sent first over every connection.
  private let opening: Packet
  private let state = Mutex(State())

  init(_ connector: any ServeConnector, opening: Packet) {
    self.connector = connector
    self.opening = opening
  }

  deinit {
    state.withLock { $0.channel?.startClosing() }
  }

  /// The connection; nil when there is no `cairn serve` on the other side.
  func channel() async throws(TransportError) -> ServeChannel? {
    let (channel, isNew) = try state.withLock { (state) throws(TransportError) in
      if state.isClosed { throw TransportError(.failed, detail: "the transport is closed") }
      if let channel = state.channel, channel.isOpen { return (channel, false) }
      try state.failures.check()
      let channel = try ServeChannel(connector)
      state.channel = channel
      return (channel, true)
    }
    if isNew { channel.send([opening], number: 0) }
    // Who was cancelled before the channel was there has hurried none.
    if Task.isCancelled { channel.hurry() }
    do throws(TransportError) {
      if try await channel.isServing() {
        if isNew { state.withLock { $0.failures.clear() } }
        return channel
      }
      // What was there does not go away: it was ended, or late.
      if state.withLock({ $0.failures.hasSucceeded }) {
        throw TransportError(.interrupted, detail: "'cairn serve' did not start again")
      }
    } catch {
      state.withLock { state in
        guard state.channel === channel else { return }
        state.channel = nil
        state.failures.note(error)
      }
      // Ctrl-C while `ssh` asks for a passphrase also ends its attempt to log in.
      try checkCancellation()
      try state.withLock { (state) throws(TransportError) in try state.failures.check() }
      throw error
    }
    await channel.close()
    return nil
  }

  /// Makes sure that nobody waits for more than a moment for a server that says nothing.
  func hurry() {
    state.withLock { $0.channel }?.hurry()
  }

  /// Calls that are on their way.
  var load: Int { state.withLock { $0.channel }?.load ?? 0 }

  func close() async {
    let channel = state.withLock { state in
      state.isClosed = true
      return state.channel
    }
    await channel?.close()
  }
}
