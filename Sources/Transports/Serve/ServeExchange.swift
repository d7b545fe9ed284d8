import Synchronization

/// One call on its way, on the client's side.
final class ServeExchange: Sendable {
  private let channel: ServeChannel
  private let number: UInt32
  private let mailbox: ServeMailbox
  /// Whether the last message of the call has come.
  private let isOver = Atomic<Bool>(false)

  init(channel: ServeChannel, number: UInt32, mailbox: ServeMailbox) {
    self.channel = channel
    self.number = number
    self.mailbox = mailbox
  }

  deinit {
    channel.forget(number)
  }

  func send(_ packets: [Packet]) {
    channel.send(packets, number: number)
  }

  /// Lets the server send so many more bytes.
  func grant(_ count: Int) {
    var packet = Packet(kind: .credit)
    packet.append(UInt32(count))
    send([packet])
  }

  /// The server's next message, which is no failure.
  ///
  /// A task that is cancelled tells the server, and still waits for what the server makes of it.
  func next() async throws(TransportError) -> ServeMessage {
    let outcome: Result<ServeMessage, TransportError> = await withTaskCancellationHandler {
      do throws(TransportError) { return .success(try await mailbox.next()) } catch {
        return .failure(error)
      }
    } onCancel: {
      cancel()
    }
    return try checked(outcome.get())
  }

  /// The same without waiting; nil when nothing has come.
  func nextNow() throws(TransportError) -> ServeMessage? {
    guard let message = try mailbox.takeNow() else { return nil }
    return try checked(message)
  }

  private func checked(_ message: ServeMessage) throws(TransportError) -> ServeMessage {
    if message.endsCall { isOver.store(true, ordering: .relaxed) }
    guard message.kind == .failure else { return message }
    var reader = message.reader
    let error: TransportError
    do { error = try reader.error(nil) } catch { throw TransportError(error) }
    throw error
  }

  /// Tells the server that the call is not wanted any more, and waits until it knows.
  func abandon() async {
    cancel()
    while !isOver.load(ordering: .relaxed) {
      do throws(TransportError) {
        let message = try await mailbox.next()
        if message.endsCall { return }
      } catch {
        return
      }
    }
  }

  private func cancel() {
    guard !isOver.load(ordering: .relaxed) else { return }
    send([Packet(kind: .cancel)])
    channel.hurry()
  }
}

extension ServeMessage {
  /// Whether a server sends nothing more for the call.
  var endsCall: Bool {
    switch kind {
    case .done, .failure, .absent, .presence, .refusals, .end: true
    default: false
    }
  }
}
