/// One download over `cairn serve`: the server sends on as long as it is told that bytes were taken.
struct ServeDownload {
  private let channel: ServeChannel
  private let key: ObjectKey

  init(_ channel: ServeChannel, _ key: ObjectKey) {
    self.channel = channel
    self.key = key
  }

  func run(
    range: Range<Int64>?, into sink: ByteSink
  ) async throws(TransportError) -> RemoteObject {
    let window = ServeLimits.window(of: channel.load + 1)
    let exchange = try channel.begin([request(range, window)])
    let object = try await exchange.next().read(.object) { (reader) throws(PacketError) in
      try reader.object(key)
    }
    do throws(TransportError) {
      try await receive(exchange, window, range, object, sink)
    } catch {
      await exchange.abandon()
      throw error.during(object)
    }
    return object
  }

  private func request(_ range: Range<Int64>?, _ window: Int) -> Packet {
    var packet = Packet(kind: .get)
    packet.append(UInt64(range?.lowerBound ?? 0))
    packet.append(UInt64(range?.upperBound ?? .max))
    packet.append(UInt32(window))
    packet.append(key.bytes)
    return packet
  }

  private func receive(
    _ exchange: ServeExchange, _ window: Int, _ range: Range<Int64>?, _ object: RemoteObject,
    _ sink: ByteSink
  ) async throws(TransportError) {
    let whole = 0..<(object.size ?? 0)
    var missing = (range?.clamped(to: whole) ?? whole).count
    var taken = 0
    while true {
      try checkCancellation(key)
      let message = try await exchange.next()
      guard message.kind == .data else { break }
      do { try message.body.withUnsafeBytes { try sink($0) } } catch {
        throw TransportError(.sink, key: key, detail: "\(error)", cause: error)
      }
      missing -= message.body.count
      taken += message.body.count
      if taken >= window / 2, missing > 0 {
        exchange.grant(taken)
        taken = 0
      }
    }
    if missing != 0 {
      throw TransportError(.interrupted, key: key, detail: "'\(key)' ended \(missing) bytes early")
    }
  }
}
