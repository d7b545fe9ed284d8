/// Cuts what arrives into packets. Memory grows with what arrived, never with what a length promises.
struct PacketFrames {
  /// OpenSSH sends at most 256 KiB.
  static let longest = 1 << 20

  private var bytes: [UInt8] = []
  private var start = 0

  mutating func append(_ more: UnsafeRawBufferPointer) {
    if start > 0, start == bytes.count || start > Self.longest {
      bytes.removeFirst(start)
      start = 0
    }
    bytes += more
  }

  /// The next packet without its length; nil when it is not complete.
  mutating func next() throws(PacketError) -> ArraySlice<UInt8>? {
    guard bytes.count - start >= 4 else { return nil }
    var reader = PacketReader(bytes[start..<(start + 4)])
    let length = Int(try reader.word())
    guard (1...Self.longest).contains(length) else { throw Self.strange(bytes[start...]) }
    let end = start + 4 + length
    guard bytes.count >= end else { return nil }
    defer { start = end }
    return bytes[(start + 4)..<end]
  }

  /// Mostly text that a shell's start-up files print.
  private static func strange(_ bytes: ArraySlice<UInt8>) -> PacketError {
    let shown = bytes.prefix(60).map { (0x20...0x7e).contains($0) ? $0 : UInt8(ascii: ".") }
    return PacketError("the server sent '\(String(decoding: shown, as: UTF8.self))'")
  }
}
