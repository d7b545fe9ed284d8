import Basics
import Glibc
import SystemPackage

/// What the thread of a channel does: moves bytes until the program ends.
struct ProgramConversation<Channel: ProgramChannel> {
  private let channel: Channel
  private var errors = ProgramErrorText()
  private var outputIsOpen = true
  /// Why we ended it.
  private var reason: String?
  /// When the program was last heard, or it began to matter.
  private var heard = ContinuousClock.now
  private var wasHurried = false
  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)

  init(_ channel: Channel) {
    self.channel = channel
  }

  consuming func run() {
    defer { room.deallocate() }
    do throws(TransportError) {
      let child = try channel.start()
      channel.outbox?.open(child.input)
      heard = .now
      while step(child) {}
      channel.finish(end(child))
    } catch {
      channel.finish(error)
    }
  }

  /// Waits until something can be moved, and moves it; false at the end.
  private mutating func step(_ child: borrowing ChildProcess) -> Bool {
    guard let turn = channel.turn() else { return false }
    let isStuck = channel.outbox?.isStuck == true
    var waiting = [
      pollfd(fd: channel.wake.readEnd.rawValue, events: Int16(POLLIN), revents: 0),
      pollfd(fd: isStuck ? child.input.rawValue : -1, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: outputIsOpen ? child.output.rawValue : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: errors.isOpen ? child.errors.rawValue : -1, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&waiting, nfds_t(waiting.count), timeout(turn))
    if count == 0 { return isStillInTime() }
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    if waiting[0].revents != 0 { channel.wake.clear() }
    if waiting[1].revents != 0 { channel.outbox?.flush() }
    if waiting[3].revents != 0 { errors.read(from: child.errors) }
    if waiting[2].revents != 0 { outputIsOpen = read(from: child.output) }
    return outputIsOpen || !channel.endsWithStreams && errors.isOpen && reason == nil
  }

  /// Whether what was waited for has come meanwhile, or something else is waited for.
  private mutating func isStillInTime() -> Bool {
    guard let turn = channel.turn() else { return false }
    if timeout(turn) != 0 { return true }
    reason = "the server did not answer"
    return false
  }

  /// In milliseconds; -1 for ever.
  private mutating func timeout(_ turn: ProgramTurn) -> Int32 {
    let now = ContinuousClock.now
    if turn.isHurried ? !wasHurried : turn.waitsSince == nil { heard = now }
    wasHurried = turn.isHurried
    guard let patience = turn.isHurried ? .milliseconds(hurriedPatience) : turn.patience else {
      return -1
    }
    let left = patience - (now - max(heard, turn.waitsSince ?? heard))
    if left <= .zero { return 0 }
    return Int32(clamping: left.components.seconds * 1000 + left.milliseconds + 1)
  }

  /// Reads once, and passes it on; false at the end.
  private mutating func read(from output: FileDescriptor) -> Bool {
    let count = Glibc.read(output.rawValue, room.baseAddress, room.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    heard = .now
    do throws(PacketError) {
      if count > 0 { try channel.receive(UnsafeRawBufferPointer(rebasing: room[..<count])) }
      return count > 0
    } catch {
      reason = error.detail
      return false
    }
  }

  /// Ends the program, and says what its end means.
  private mutating func end(_ child: consuming ChildProcess) -> TransportError {
    channel.outbox?.close()
    let (wasEstablished, isClosing) = channel.stage
    shutdown(child.input.rawValue, Int32(SHUT_WR))
    if reason != nil || !channel.endsWithStreams { kill(child.processID, SIGTERM) }
    errors.readRest(of: child, within: endPatience)
    let end = ProgramEnd(
      status: child.end(within: Int(endPatience)), errors: errors.text,
      wasEstablished: wasEstablished, reason: reason)
    if isClosing && reason == nil {
      return TransportError(.failed, detail: "the transport is closed")
    }
    return channel.explain(end)
  }
}

/// How long a hurried channel waits for the next bytes, in milliseconds.
private let hurriedPatience: Int32 = 10_000

/// How long a program that is to end may take for it, and for its last words, in milliseconds: what it
/// started may hold its streams for longer.
private let endPatience: Int32 = 2000

extension Duration {
  /// What is left over the whole seconds.
  fileprivate var milliseconds: Int64 { components.attoseconds / 1_000_000_000_000_000 }
}
