import Basics
import Glibc
import Synchronization
import SystemPackage

/// What the thread of a channel does: moves bytes until the program ends.
struct SFTPConversation {
  /// How long a hurried channel waits for the next bytes, in milliseconds.
  private static let patience: Int32 = 2000

  private let channel: SFTPChannel
  private var frames = SFTPFrames()
  private var errors = SFTPErrorText()
  /// Why we ended it.
  private var reason: String?

  init(_ channel: SFTPChannel) {
    self.channel = channel
  }

  consuming func run(isFirst: Bool) {
    do throws(TransportError) {
      let child = try channel.connector.start(isFirst: isFirst)
      let input = child.input
      channel.state.withLock { $0.input = input }
      while step(child) {}
      channel.finish(end(child))
    } catch {
      channel.finish(error)
    }
  }

  /// Waits until something can be moved, and moves it; false at the end.
  private mutating func step(_ child: borrowing ChildProcess) -> Bool {
    guard let turn = turn(child) else { return false }
    var waiting = [
      pollfd(fd: channel.wake.readEnd.rawValue, events: Int16(POLLIN), revents: 0),
      pollfd(fd: turn.hasOutput ? child.input.rawValue : -1, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: child.output.rawValue, events: Int16(POLLIN), revents: 0),
      pollfd(fd: errors.isOpen ? child.errors.rawValue : -1, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&waiting, nfds_t(waiting.count), turn.isHurried ? Self.patience : -1)
    if count == 0 {
      reason = "the server did not answer"
      return false
    }
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    if waiting[0].revents != 0 { channel.wake.clear() }
    if waiting[3].revents != 0 { errors.read(from: child.errors) }
    return waiting[2].revents == 0 || read(from: child.output)
  }

  /// Sends what can be sent; nil when the conversation is to end.
  private func turn(
    _ child: borrowing ChildProcess
  ) -> (hasOutput: Bool, isHurried: Bool)? {
    let input = child.input
    return channel.state.withLock { state in
      state.outbox.flush(to: input)
      if state.isClosing && state.pending.isEmpty { return nil }
      if state.pending.isEmpty { state.isHurried = false }
      return (!state.outbox.isEmpty, state.isHurried)
    }
  }

  /// Reads once, and answers what is complete; false at the end.
  private mutating func read(from output: FileDescriptor) -> Bool {
    let count = withUnsafeTemporaryAllocation(byteCount: 256 << 10, alignment: 16) { buffer in
      let count = Glibc.read(output.rawValue, buffer.baseAddress, buffer.count)
      if count > 0 { frames.append(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
      return count
    }
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    do throws(SFTPProtocolError) {
      try answer()
    } catch {
      reason = error.detail
      return false
    }
    return count > 0
  }

  private mutating func answer() throws(SFTPProtocolError) {
    while let packet = try frames.next() {
      let (number, reply) = try SFTPReply.parse(packet)
      let pending = channel.state.withLock { state in
        state.isEstablished = true
        return state.pending.removeValue(forKey: number)
      }
      guard let pending else { throw SFTPProtocolError("the server answered what nobody asked") }
      pending.complete(.success(reply))
    }
  }

  /// Ends the program, and says what its end means.
  private mutating func end(_ child: consuming ChildProcess) -> TransportError {
    let (isEstablished, isClosing) = channel.state.withLock { state in
      state.input = nil
      return (state.isEstablished, state.isClosing)
    }
    shutdown(child.input.rawValue, Int32(SHUT_WR))
    if reason != nil { kill(child.processID, SIGTERM) }
    errors.readRest(of: child, within: Self.patience)
    let end = SFTPEnd(
      status: child.end(within: Int(Self.patience)), errors: errors.text,
      wasEstablished: isEstablished, reason: reason)
    if isClosing && reason == nil {
      return TransportError(.failed, detail: "the transport is closed")
    }
    return channel.connector.explain(end)
  }
}
