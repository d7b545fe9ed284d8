import Hashing

// What messages are made of, for both sides.
extension Packet {
  mutating func append(text: String) { append(Array(text.utf8)) }

  mutating func append(_ object: RemoteObject) {
    append(UInt64(bitPattern: object.size ?? -1))
    append(UInt64(bitPattern: object.modified ?? .min))
    append(object.permissions ?? .max)
  }

  mutating func append(_ error: TransportError) {
    append(text: error.kind.rawValue)
    append(text: error.detail)
  }

  mutating func append(_ check: ContentCheck?) {
    switch check?.algorithm {
    case nil: append(byte: 0)
    case .md5: append(byte: 1)
    case .md5Dos2Unix: append(byte: 2)
    }
    append(check?.digest ?? Digest(high: 0, low: 0))
  }

  mutating func append(_ digest: Digest) {
    append(digest.high)
    append(digest.low)
  }
}

extension PacketReader {
  mutating func text() throws(PacketError) -> String {
    String(decoding: try string(), as: UTF8.self)
  }

  mutating func object(_ key: ObjectKey) throws(PacketError) -> RemoteObject {
    let size = Int64(bitPattern: try long())
    let modified = Int64(bitPattern: try long())
    let permissions = try word()
    return RemoteObject(
      key: key, size: size < 0 ? nil : size, modified: modified == .min ? nil : modified,
      permissions: permissions == .max ? nil : permissions)
  }

  /// A kind that is not known here is `failed`.
  mutating func error(_ key: ObjectKey?) throws(PacketError) -> TransportError {
    let kind = TransportError.Kind(rawValue: try text()) ?? .failed
    return TransportError(kind, key: key, detail: try text())
  }

  mutating func check() throws(PacketError) -> ContentCheck? {
    let algorithm = try byte()
    let digest = try digest()
    switch algorithm {
    case 0: return nil
    case 1: return ContentCheck(.md5, digest)
    case 2: return ContentCheck(.md5Dos2Unix, digest)
    default: throw PacketError("a check has the unknown algorithm \(algorithm)")
    }
  }

  mutating func digest() throws(PacketError) -> Digest {
    Digest(high: try long(), low: try long())
  }
}

extension TransportError {
  /// The other side broke the protocol.
  init(_ error: PacketError) {
    self.init(.failed, detail: error.detail)
  }
}
