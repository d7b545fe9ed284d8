import Basics
import Hashing
import SystemPackage

/// What a server does for a client: the calls of `Transport`, on a directory.
final class ServeSession: Sendable {
  let transport: DirectoryTransport
  /// Objects that are being sent or received.
  let transfers = TransferCount()

  var store: DirectoryStore { transport.store }

  init(root: FilePath, pageSize: Int) {
    transport = DirectoryTransport(root: root, options: DirectoryOptions(pageSize: pageSize))
  }

  func close() async { await transport.close() }

  /// Does what was asked, and says how it went.
  func answer(_ call: ServeCall) async {
    do throws(TransportError) {
      try await perform(call)
    } catch {
      var packet = Packet(kind: .failure)
      packet.append(error)
      call.send(packet)
    }
  }

  private func perform(_ call: ServeCall) async throws(TransportError) {
    switch call.request.kind {
    case .stat: try stat(call)
    case .get: try await send(call)
    case .put: try await receive(call)
    case .delete: try await delete(call)
    case .list: try await list(call)
    case .synchronize:
      try store.synchronizeAnyway()
      call.send(.done)
    case .holds: try holds(call)
    default: throw TransportError(PacketError("no request"))
    }
  }

  private func stat(_ call: ServeCall) throws(TransportError) {
    let key = try call.read { (reader) throws(PacketError) in try reader.string() }
    guard let object = try store.stat(Self.key(key)) else { return call.send(.absent) }
    var packet = Packet(kind: .object)
    packet.append(object)
    call.send(packet)
  }

  private func delete(_ call: ServeCall) async throws(TransportError) {
    let names = try call.read { (reader) throws(PacketError) in
      var names: [[UInt8]] = []
      while !reader.isAtEnd { names.append(try reader.string()) }
      return names
    }
    var keys: [ObjectKey] = []
    for name in names { keys.append(try Self.key(name)) }
    let refused = await transport.delete(keys)
    var packet = Packet(kind: .refusals)
    for (index, key) in keys.enumerated() {
      guard let error = refused[key] else { continue }
      packet.append(UInt32(index))
      packet.append(error)
    }
    call.send(packet)
  }

  private func list(_ call: ServeCall) async throws(TransportError) {
    let (detail, prefix, token) = try call.read { (reader) throws(PacketError) in
      let detail: ListDetail = try reader.byte() == 1 ? .sizes : .keys
      let prefix = try reader.string()
      let token = reader.isAtEnd ? nil : ListToken(bytes: try reader.string())
      return (detail, prefix, token)
    }
    let page = try store.list(prefix: prefix, after: token, detail: detail)
    for start in stride(from: 0, to: page.objects.count, by: ServeLimits.keys) {
      var packet = Packet(kind: .page, capacity: 64 * ServeLimits.keys)
      for object in page.objects[start..<min(start + ServeLimits.keys, page.objects.count)] {
        packet.append(object.key.bytes)
        if detail == .sizes { packet.append(object) }
      }
      call.send(packet)
    }
    var end = Packet(kind: .end)
    end.append(raw: page.next?.bytes ?? [])
    call.send(end)
  }

  private func holds(_ call: ServeCall) throws(TransportError) {
    let names = try call.read { (reader) throws(PacketError) in
      let directory = try reader.string()
      let suffix = try reader.string()
      guard directory.isEmpty || ObjectKey(bytes: directory) != nil,
        !suffix.contains(UInt8(ascii: "/"))
      else { throw PacketError("no directory of objects") }
      guard reader.remainder.count <= 16 * ServeLimits.digests else {
        throw PacketError("too many objects in one question")
      }
      var names = DigestNames(
        directory: RelativePath(bytes: directory), suffix: suffix, digests: [])
      names.digests.reserveCapacity(reader.remainder.count / 16)
      while !reader.isAtEnd { names.digests.append(try reader.digest()) }
      return names
    }
    var bits = [UInt8](repeating: 0, count: (names.digests.count + 7) / 8)
    for (index, isThere) in try store.holds(names).enumerated() where isThere {
      bits[index / 8] |= 1 << UInt8(index % 8)
    }
    var packet = Packet(kind: .presence, capacity: bits.count + 16)
    packet.append(raw: bits)
    call.send(packet)
  }

  static func key(_ bytes: [UInt8]) throws(TransportError) -> ObjectKey {
    if let key = ObjectKey(bytes: bytes) { return key }
    throw TransportError(.rejected, detail: "'\(String(decoding: bytes, as: UTF8.self))' is no key")
  }
}

extension ServeCall {
  /// Reads what was asked.
  func read<Value>(
    _ body: (inout PacketReader) throws(PacketError) -> Value
  ) throws(TransportError) -> Value {
    var reader = request.reader
    do { return try body(&reader) } catch { throw TransportError(error) }
  }
}
