/// One call on the server's side: what was asked, what comes for it, and where answers go.
struct ServeCall: Sendable {
  let request: ServeMessage
  let mailbox = ServeMailbox()
  private let sink: ServeOutput

  init(_ request: ServeMessage, _ sink: ServeOutput) {
    self.request = request
    self.sink = sink
  }

  func send(_ packet: Packet) {
    var packet = packet
    packet.seal(number: request.number)
    sink.send(packet.bytes)
  }

  func send(_ kind: ServeMessage.Kind) { send(Packet(kind: kind)) }

  /// Waits until what was sent has gone, but for a little.
  func room() async { await sink.room() }
}
