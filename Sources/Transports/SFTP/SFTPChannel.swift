import Basics
import Glibc
import Synchronization
import SystemPackage

/// A conversation with one SFTP server: any number of requests on their way at a time.
///
/// Requests are sent by whoever makes them, as far as the program takes them; a thread of the channel's
/// own sends the rest, reads the answers, and waits for the end.
final class SFTPChannel: Sendable {
  struct State {
    var pending: [UInt32: SFTPPending] = [:]
    var lastNumber: UInt32 = 0
    var outbox = SFTPOutbox()
    var input: FileDescriptor?
    var isEstablished = false
    /// No further requests; the end comes when all are answered.
    var isClosing = false
    /// Whoever waits is not to wait for much longer, unless answers come.
    var isHurried = false
    /// Why nothing goes any more.
    var end: TransportError?
    var closers: [CheckedContinuation<Void, Never>] = []
  }

  let state = Mutex(State())
  let wake: SFTPWake
  let connector: any SFTPConnector
  /// Answered with the version.
  let greeting = SFTPPending()

  /// Starts the program and greets it, in the background: what goes wrong shows in the answers.
  ///
  /// - Parameter isFirst: see `SFTPConnector`.
  init(_ connector: any SFTPConnector, isFirst: Bool) throws(TransportError) {
    self.connector = connector
    do throws(Errno) {
      wake = try SFTPWake()
    } catch {
      throw TransportError(.failed, detail: "no more descriptors: \(error)", cause: error)
    }
    var hello = SFTPPacket(.initialize)
    hello.seal(number: 3)
    state.withLock { [greeting] state in
      state.pending[0] = greeting
      state.outbox.append(hello.bytes)
    }
    do throws(Errno) {
      try onThreadOfItsOwn { [self] in SFTPConversation(self).run(isFirst: isFirst) }
    } catch {
      throw TransportError(.failed, detail: "no more threads: \(error)", cause: error)
    }
  }

  var isOpen: Bool { state.withLock { $0.end == nil && !$0.isClosing } }

  /// Sends a request, as soon as the program takes it.
  func send(_ packet: consuming SFTPPacket) -> SFTPPending {
    var packet = packet
    let pending = SFTPPending()
    let end = state.withLock { state -> TransportError? in
      if let end = state.end { return end }
      state.lastNumber = state.lastNumber == .max ? 1 : state.lastNumber + 1
      packet.seal(number: state.lastNumber)
      state.pending[state.lastNumber] = pending
      state.outbox.append(packet.bytes)
      if let input = state.input { state.outbox.flush(to: input) }
      if !state.outbox.isEmpty { wake.signal() }
      return nil
    }
    if let end { pending.complete(.failure(.broken(end))) }
    return pending
  }

  /// Makes sure that nobody waits for more than a moment for a server that says nothing.
  func hurry() {
    state.withLock { $0.isHurried = true }
    wake.signal()
  }

  /// Begins to end the conversation.
  func startClosing() {
    state.withLock { $0.isClosing = true }
    hurry()
  }

  /// Ends the conversation, and returns when the program is gone.
  func close() async {
    startClosing()
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if state.end != nil { return true }
        state.closers.append(continuation)
        return false
      }
      if isOver { continuation.resume() }
    }
  }

  /// Answers whoever waits, now and from now on, with `error`.
  func finish(_ error: TransportError) {
    let (pending, closers) = state.withLock { state in
      defer {
        state.pending = [:]
        state.closers = []
        state.outbox = SFTPOutbox()
      }
      state.end = error
      state.input = nil
      return (state.pending, state.closers)
    }
    for request in pending.values { request.complete(.failure(.broken(error))) }
    for closer in closers { closer.resume() }
  }
}
