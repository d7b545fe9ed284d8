import Hashing
import Synchronization

/// How many objects are on their way.
final class TransferCount: Sendable {
  private let count = Atomic<Int>(0)

  /// Adds one, and returns how many there are then.
  func enter() -> Int { count.add(1, ordering: .relaxed).newValue }

  func leave() { count.subtract(1, ordering: .relaxed) }
}

// Objects.
extension ServeSession {
  /// Sends an object as far as the client says that it took what came before.
  func send(_ call: ServeCall) async throws(TransportError) {
    let (lower, upper, window, name) = try call.read { (reader) throws(PacketError) in
      (try reader.long(), try reader.long(), try reader.word(), try reader.string())
    }
    let reading = try DirectoryReading(store, Self.key(name))
    var packet = Packet(kind: .object)
    packet.append(reading.object)
    call.send(packet)
    let (first, last) = (Int64(clamping: lower), Int64(clamping: upper))
    try await send(reading, reading.clamped(first..<max(first, last)), Int(window), call)
    call.send(.end)
  }

  private func send(
    _ reading: DirectoryReading, _ range: Range<Int64>, _ window: Int, _ call: ServeCall
  ) async throws(TransportError) {
    var credit = window
    var position = range.lowerBound
    while position < range.upperBound {
      try checkCancellation()
      let wanted = Int(min(Int64(ServeLimits.piece), range.upperBound - position))
      while credit < wanted { credit += try await call.nextCredit() }
      await call.room()
      var packet = Packet(kind: .data, capacity: wanted + 16)
      let count = try packet.append(rawCapacity: wanted) { (room) throws(TransportError) in
        try reading.read(at: position, into: room)
      }
      call.send(packet)
      credit -= count
      position += Int64(count)
    }
  }

  /// Takes an object, and gives it its name when all of it is there and hashes to what was promised.
  func receive(_ call: ServeCall) async throws(TransportError) {
    let (size, check, name) = try call.read { (reader) throws(PacketError) in
      (Int64(clamping: try reader.long()), try reader.check(), try reader.string())
    }
    let key = try Self.key(name)
    let count = transfers.enter()
    defer { transfers.leave() }
    let writing = try DirectoryWriting(store, key, isChecked: check != nil)
    let digest = try await receive(size, check?.algorithm, into: writing, among: count, call)
    if let check, digest != check.digest {
      throw TransportError(
        .mismatch, key: key, detail: "what came for '\(key)' does not hash to \(check.digest)")
    }
    do throws(TransportError) { try writing.publish() } catch {
      throw error.isCrossDevice ? fromElsewhere(error) : error
    }
    call.send(.done)
  }

  /// - Parameter count: how many objects are on their way.
  /// - Returns: the digest of what came.
  private func receive(
    _ size: Int64, _ algorithm: HashAlgorithm?, into writing: DirectoryWriting, among count: Int,
    _ call: ServeCall
  ) async throws(TransportError) -> Digest {
    var hasher = ContentHasher(algorithm ?? .md5)
    let window = ServeLimits.window(of: count)
    if size > ServeLimits.window, window > ServeLimits.window {
      call.grant(window - ServeLimits.window)
    }
    var missing = size
    var taken = 0
    while missing >= 0 {
      let message = try await call.mailbox.next()
      if message.kind == .end { break }
      guard message.kind == .data else { continue }
      if algorithm != nil { message.body.withUnsafeBytes { hasher.update($0) } }
      try writing.write(message.body)
      missing -= Int64(message.body.count)
      taken += message.body.count
      if taken >= ServeLimits.window / 2, missing > 0 {
        call.grant(taken)
        taken = 0
      }
    }
    guard missing == 0 else {
      throw TransportError(.interrupted, detail: "an upload is off by \(missing) bytes")
    }
    return hasher.finish()
  }

  /// Temporaries were on another file system than the object: worth another try, with one beside it.
  private func fromElsewhere(_ error: TransportError) -> TransportError {
    store.temporaries.stayBesideTargets()
    var error = error
    error.kind = .interrupted
    return error
  }
}

extension ServeCall {
  /// Lets the client send so many more bytes.
  fileprivate func grant(_ count: Int) {
    var packet = Packet(kind: .credit)
    packet.append(UInt32(count))
    send(packet)
  }

  /// Waits until the client has taken something; how many bytes.
  fileprivate func nextCredit() async throws(TransportError) -> Int {
    let message = try await mailbox.next()
    guard message.kind == .credit else { return 0 }
    return try message.read(.credit) { (reader) throws(PacketError) in Int(try reader.word()) }
  }
}
