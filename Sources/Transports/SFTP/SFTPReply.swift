/// An answer of the server.
enum SFTPReply: Sendable, Equatable {
  case version(UInt32, extensions: [String: String])
  case status(SFTPStatus)
  case handle([UInt8])
  case data([UInt8])
  case names([SFTPName])
  case attributes(SFTPAttributes)
  case extended([UInt8])

  /// Parses a packet without its length.
  ///
  /// - Returns: also the number of the request that it answers; 0 for the version.
  static func parse(
    _ packet: ArraySlice<UInt8>
  ) throws(PacketError) -> (number: UInt32, reply: SFTPReply) {
    var reader = PacketReader(packet)
    let type = try reader.byte()
    let number = type == SFTPPacketType.version.rawValue ? 0 : try reader.word()
    switch SFTPPacketType(rawValue: type) {
    case .version: return (number, try version(&reader))
    case .replyStatus: return (number, .status(try status(&reader)))
    case .handle: return (number, .handle(try reader.string()))
    case .data: return (number, .data(try reader.string()))
    case .names: return (number, .names(try names(&reader)))
    case .attributes: return (number, .attributes(try SFTPAttributes(&reader)))
    case .extendedReply: return (number, .extended(Array(packet.dropFirst(5))))
    default: throw PacketError("a reply has the unknown type \(type)")
    }
  }

  private static func version(
    _ reader: inout PacketReader
  ) throws(PacketError) -> SFTPReply {
    let version = try reader.word()
    var extensions: [String: String] = [:]
    while !reader.isAtEnd {
      let name = String(decoding: try reader.string(), as: UTF8.self)
      extensions[name] = String(decoding: try reader.string(), as: UTF8.self)
    }
    return .version(version, extensions: extensions)
  }

  /// Some servers leave out the message.
  private static func status(
    _ reader: inout PacketReader
  ) throws(PacketError) -> SFTPStatus {
    let code = SFTPStatus.Code(rawValue: try reader.word()) ?? .failure
    let message = reader.isAtEnd ? [] : try reader.string()
    return SFTPStatus(code: code, message: String(decoding: message, as: UTF8.self))
  }

  private static func names(
    _ reader: inout PacketReader
  ) throws(PacketError) -> [SFTPName] {
    var names: [SFTPName] = []
    for _ in 0..<(try reader.word()) {
      let name = try reader.string()
      _ = try reader.string()
      names.append(SFTPName(name: name, attributes: try SFTPAttributes(&reader)))
    }
    return names
  }
}

/// One name in a directory.
struct SFTPName: Sendable, Equatable {
  var name: [UInt8]
  /// Of the entry itself, where it is a symbolic link.
  var attributes: SFTPAttributes
}
