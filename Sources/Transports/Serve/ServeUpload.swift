import Basics

/// One upload over `cairn serve`: what fits the window is sent at once, the rest as the server takes it.
struct ServeUpload {
  private let channel: ServeChannel
  private let key: ObjectKey
  private let check: ContentCheck?

  init(_ channel: ServeChannel, _ key: ObjectKey, _ check: ContentCheck?) {
    self.channel = channel
    self.key = key
    self.check = check
  }

  /// The server hashes; nothing is hashed here.
  func run(
    _ source: UploadSource, _ progress: any ProgressObserver
  ) async throws(TransportError) {
    var reader = try SourceReader(source, for: key, verifying: check, isHashedElsewhere: true)
    var credit = ServeLimits.window
    let exchange = try channel.begin(
      [request(reader.size)] + pieces(&reader, &credit, progress))
    do throws(TransportError) {
      while !reader.isAtEnd {
        credit += try await exchange.next().read(.credit) { (body) throws(PacketError) in
          Int(try body.word())
        }
        exchange.send(try pieces(&reader, &credit, progress))
      }
      while try await exchange.next().kind == .credit {}
    } catch  where error.kind == .mismatch {
      throw try reader.refusal() ?? error
    } catch {
      await exchange.abandon()
      throw error
    }
  }

  private func request(_ size: Int64) -> Packet {
    var packet = Packet(kind: .put)
    packet.append(UInt64(size))
    packet.append(check)
    packet.append(key.bytes)
    return packet
  }

  /// The messages that may be sent now, with the end when it is reached.
  private func pieces(
    _ reader: inout SourceReader, _ credit: inout Int, _ progress: any ProgressObserver
  ) throws(TransportError) -> [Packet] {
    var packets: [Packet] = []
    while !reader.isAtEnd, credit >= ServeLimits.piece {
      try checkCancellation(key)
      var packet = Packet(kind: .data, capacity: reader.pieceSize + 16)
      let count = try packet.append(rawCapacity: reader.pieceSize) {
        (room) throws(TransportError) in try reader.read(into: room)
      }
      packets.append(packet)
      credit -= count
      progress.observe(.advanced(files: 0, bytes: Int64(count)))
    }
    if reader.isAtEnd {
      try reader.finish()
      packets.append(Packet(kind: .end))
    }
    return packets
  }
}
