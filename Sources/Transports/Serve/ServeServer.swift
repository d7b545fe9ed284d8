import Basics
import Glibc
import Synchronization
package import SystemPackage

/// `cairn serve`: lets a client work on a directory of this machine, over two streams.
///
/// Ends with its input. What is not finished then goes; what was finished was visible at once.
package final class ServeServer: Sendable {
  private struct State {
    var session: ServeSession?
    var calls: [UInt32: Call] = [:]
    /// Milliseconds between two signs of life while something is done.
    var pulse: UInt32 = 15_000
  }

  private struct Call {
    var mailbox: ServeMailbox
    var task: Task<Void, Never>
  }

  private let input: FileDescriptor
  private let output: FileDescriptor
  private let home: FilePath
  private let sink = ServeOutput()
  private let state = Mutex(State())
  /// Why there is nothing more to do; nil when the client is just gone.
  private let end = Promise<TransportError?>()

  /// - Parameter home: where relative roots begin.
  package init(input: FileDescriptor, output: FileDescriptor, home: FilePath) {
    self.input = input
    self.output = output
    self.home = home
  }

  /// Serves until the client is gone, or the task is cancelled.
  ///
  /// - Throws: `failed` when what came was not the protocol.
  package func run() async throws(TransportError) {
    sink.send(ServeGreeting.line)
    do throws(Errno) {
      try sink.start(output) { [end] in end.fulfil(nil) }
      try onThreadOfItsOwn { [self] in end.fulfil(read()) }
    } catch {
      throw TransportError(.failed, detail: "no more threads: \(error)", cause: error)
    }
    let pulse = Task { await beat() }
    let reason = await withTaskCancellationHandler {
      await end.value()
    } onCancel: {
      end.fulfil(nil)
    }
    pulse.cancel()
    await stop()
    if let reason { throw reason }
  }

  /// Lets go of all that is on its way.
  private func stop() async {
    let (calls, session) = state.withLock { ($0.calls.values, $0.session) }
    for call in calls {
      call.task.cancel()
      call.mailbox.fail(.cancelled(nil))
    }
    for call in calls { await call.task.value }
    await session?.close()
    await sink.close()
  }

  /// Says from time to time that something is being done, so that nobody takes it for silence.
  private func beat() async {
    var packet = Packet(kind: .working)
    packet.seal(number: 0)
    while !Task.isCancelled {
      let (pulse, isBusy) = state.withLock { ($0.pulse, !$0.calls.isEmpty) }
      if isBusy { sink.send(packet.bytes) }
      try? await Task.sleep(for: .milliseconds(pulse))  // cancelled at the end
    }
  }

  /// Reads to the end of the input; why it ended earlier.
  private func read() -> TransportError? {
    var frames = PacketFrames()
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    defer { room.deallocate() }
    while true {
      let count = Glibc.read(input.rawValue, room.baseAddress, room.count)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return nil }
      frames.append(UnsafeRawBufferPointer(rebasing: room[..<count]))
      do throws(PacketError) {
        while let packet = try frames.next() { try take(ServeMessage(packet)) }
      } catch {
        return TransportError(error)
      }
    }
  }

  private func take(_ message: ServeMessage) throws(PacketError) {
    switch message.kind {
    case .greeting: return
    case .open: try open(message)
    case .stat, .get, .put, .delete, .list, .synchronize, .holds: try begin(message)
    case .data, .end, .credit: try pass(message)
    case .cancel:
      // A call that is over needs no cancelling.
      guard let call = state.withLock({ $0.calls[message.number] }) else { return }
      call.mailbox.fail(.cancelled(nil))
      call.task.cancel()
    default: throw PacketError("the client sent what only a server says")
    }
  }

  private func open(_ message: ServeMessage) throws(PacketError) {
    var reader = message.reader
    let pageSize = Int(try reader.word())
    let pulse = try reader.word()
    let root = try reader.string()
    let session = ServeSession(
      root: home.pushing(FilePath(bytes: root)), pageSize: max(1, pageSize))
    state.withLock { state in
      state.session = session
      state.pulse = max(10, pulse)
    }
  }

  private func begin(_ message: ServeMessage) throws(PacketError) {
    try state.withLock { (state) throws(PacketError) in
      guard let session = state.session else { throw PacketError("no directory was opened") }
      guard state.calls.count < ServeLimits.calls, state.calls[message.number] == nil else {
        throw PacketError("too many calls at a time, or two with one number")
      }
      let call = ServeCall(message, sink)
      let task = Task(executorPreference: BlockingPool.shared) { [self] in
        await session.answer(call)
        self.state.withLock { $0.calls[message.number] = nil }
      }
      state.calls[message.number] = Call(mailbox: call.mailbox, task: task)
    }
  }

  /// What comes for a call that is over, such as an upload that was refused, is dropped.
  private func pass(_ message: ServeMessage) throws(PacketError) {
    guard let mailbox = state.withLock({ $0.calls[message.number]?.mailbox }) else { return }
    mailbox.put(message)
    guard message.kind == .data, mailbox.load > ServeLimits.longestWindow else { return }
    throw PacketError("the client sends more than it may")
  }
}
