/// One message of the protocol of `cairn serve` (Documentation/ServeProtocol.md), without its length.
struct ServeMessage: Sendable {
  /// The byte that says what a message is.
  enum Kind: UInt8, Sendable {
    /// The client's greeting, which is SFTP's: whatever speaks SFTP instead answers it.
    case greeting = 1

    case open = 64
    case stat = 65
    case get = 66
    case put = 67
    case delete = 68
    case list = 69
    case synchronize = 70
    case holds = 71
    case cancel = 72

    case data = 80
    case end = 81
    case credit = 82

    case done = 96
    case failure = 97
    case object = 98
    case absent = 99
    case page = 100
    case presence = 101
    case refusals = 102
    case working = 103
  }

  var kind: Kind
  /// The call that it belongs to.
  var number: UInt32
  var body: [UInt8]

  /// - Parameter packet: without its length.
  init(_ packet: ArraySlice<UInt8>) throws(PacketError) {
    var reader = PacketReader(packet)
    let type = try reader.byte()
    guard let kind = Kind(rawValue: type) else {
      throw PacketError("a message has the unknown type \(type)")
    }
    self.kind = kind
    number = try reader.word()
    body = Array(reader.remainder)
  }

  var reader: PacketReader { PacketReader(body[...]) }
}

extension Packet {
  init(kind: ServeMessage.Kind, capacity: Int = 64) {
    self.init(type: kind.rawValue, capacity: capacity)
  }
}

/// How much may be on its way.
enum ServeLimits {
  /// The most bytes of one message of data.
  static let piece = 128 << 10
  /// Bytes that a sender may send of each object before the receiver says more.
  static let window = 256 << 10
  /// The most that a receiver lets be on its way of one object.
  static let longestWindow = 4 << 20
  /// What the windows of all objects come to, unless they are many.
  static let budget = 16 << 20
  /// Calls at a time.
  static let calls = 256
  /// Digests in one question.
  static let digests = 8000
  /// Questions at a time. A million objects need fewer, so that all are asked for in one round trip.
  static let questions = 192
  /// Objects in one message of a listing, and keys in one request to delete.
  static let keys = 1000

  /// The window of each of so many objects.
  static func window(of count: Int) -> Int {
    max(window, min(longestWindow, budget / max(1, count)))
  }
}
