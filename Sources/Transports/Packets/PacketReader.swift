/// Reads the parts of a packet. Lengths that the packet does not hold are refused before anything is
/// allocated for them.
struct PacketReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// What has not been read, without a length.
  var remainder: ArraySlice<UInt8> { rest }

  mutating func byte() throws(PacketError) -> UInt8 {
    UInt8(truncatingIfNeeded: try number(bytes: 1))
  }

  mutating func word() throws(PacketError) -> UInt32 {
    UInt32(truncatingIfNeeded: try number(bytes: 4))
  }

  mutating func long() throws(PacketError) -> UInt64 {
    try number(bytes: 8)
  }

  mutating func string() throws(PacketError) -> [UInt8] {
    Array(try take(Int(try word())))
  }

  private mutating func number(bytes count: Int) throws(PacketError) -> UInt64 {
    try take(count).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private mutating func take(_ count: Int) throws(PacketError) -> ArraySlice<UInt8> {
    guard count <= rest.count else {
      throw PacketError("a reply promises \(count) bytes and has \(rest.count)")
    }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }
}

/// What came is not what the protocol says.
struct PacketError: Error, Equatable {
  let detail: String

  init(_ detail: String) {
    self.detail = detail
  }
}
