import Synchronization

/// The conversations with one server: the first when it is needed, more when many calls are on their
/// way, anew after a connection was lost.
final class SFTPPool: Sendable {
  /// A conversation that has not begun yet.
  private struct Opening {
    let channel: SFTPChannel
    let session: Task<SFTPSession, any Error>

    init(_ connector: any SFTPConnector, isFirst: Bool) throws(TransportError) {
      let channel = try SFTPChannel(connector, isFirst: isFirst)
      self.channel = channel
      session = Task { try await SFTPSession(channel) }
    }
  }

  private struct State {
    var sessions: [SFTPSession] = []
    /// The first conversation, which all wait for.
    var first: Opening?
    /// Another conversation, which nobody waits for.
    var further: Opening?
    /// Lowered when the server refuses further ones.
    var limit: Int
    var failures = FailedConnections()
    var isClosed = false

    var channels: [SFTPChannel] {
      sessions.map(\.channel) + [first?.channel, further?.channel].compactMap { $0 }
    }

    /// Takes a session in, unless it comes too late.
    mutating func take(_ session: SFTPSession) {
      if isClosed { session.channel.startClosing() } else { sessions.append(session) }
    }
  }

  /// Calls that a session has before another one is opened.
  private static let comfortableLoad = 4

  private let connector: any SFTPConnector
  private let state: Mutex<State>

  init(_ connector: any SFTPConnector) {
    self.connector = connector
    state = Mutex(State(limit: connector.channelLimit))
  }

  deinit {
    state.withLock { state in
      for channel in state.channels { channel.startClosing() }
    }
  }

  /// What the server can do; nil before it was asked.
  var features: SFTPFeatures? { state.withLock { $0.sessions.first?.features } }

  /// The session with the fewest calls.
  ///
  /// - Parameter forTransfer: whether it is worth another session when all have much to do.
  func session(forTransfer: Bool = false) async throws(TransportError) -> SFTPSession {
    let (session, opening, further) = try state.withLock {
      (state) throws(TransportError) -> (SFTPSession?, Opening?, Opening?) in
      if state.isClosed { throw TransportError(.failed, detail: "the transport is closed") }
      state.sessions.removeAll { !$0.isOpen }
      if let session = state.sessions.min(by: { $0.load < $1.load }) {
        let isWanted = forTransfer && session.load >= Self.comfortableLoad
        return (session, nil, isWanted ? grow(&state) : nil)
      }
      if state.first == nil {
        try state.failures.check()
        state.first = try Opening(connector, isFirst: true)
      }
      return (nil, state.first, nil)
    }
    // Who was cancelled before the channel was there has hurried none.
    if Task.isCancelled { hurry() }
    if let opening { return try await first(opening) }
    guard let session else { throw TransportError(.failed, detail: "the transport is closed") }
    if let further { wait(for: further) }
    return session
  }

  /// Makes sure that nobody waits for more than a moment for a server that says nothing.
  func hurry() {
    for channel in state.withLock({ $0.channels }) { channel.hurry() }
  }

  /// Ends the conversations, the first one last: the others may depend on it.
  func close() async {
    let channels = state.withLock { state in
      state.isClosed = true
      return state.channels
    }
    for channel in channels.reversed() { await channel.close() }
  }

  /// Waits for the first session, as many callers may; one of them puts it in its place.
  private func first(_ opening: Opening) async throws(TransportError) -> SFTPSession {
    let result = await opening.session.result
    state.withLock { state in
      guard state.first?.channel === opening.channel else { return }
      state.first = nil
      state.limit = connector.channelLimit
      switch result {
      case .success(let session):
        state.failures.clear()
        state.take(session)
      case .failure(let error):
        if let error = error as? TransportError { state.failures.note(error) }
      }
    }
    do { return try result.get() } catch {
      // Ctrl-C while `ssh` asks for a passphrase also ends its attempt to log in.
      try checkCancellation()
      try state.withLock { (state) throws(TransportError) in try state.failures.check() }
      throw error as? TransportError ?? .cancelled(nil, error)
    }
  }

  /// Opens another session in the background, unless there are enough.
  private func grow(_ state: inout State) -> Opening? {
    guard state.further == nil, state.sessions.count < state.limit else { return nil }
    state.further = try? Opening(connector, isFirst: false)  // one more is a luxury
    return state.further
  }

  private func wait(for opening: Opening) {
    Task { [weak self] in
      let result = await opening.session.result
      self?.finishGrowing(result)
    }
  }

  private func finishGrowing(_ result: Result<SFTPSession, any Error>) {
    state.withLock { state in
      state.further = nil
      switch result {
      case .success(let session): state.take(session)
      case .failure: state.limit = state.sessions.count
      }
    }
  }
}
