/// Reads the parts of a packet. Lengths that the packet does not hold are refused before anything is
/// allocated for them.
struct SFTPPacketReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func byte() throws(SFTPProtocolError) -> UInt8 {
    UInt8(truncatingIfNeeded: try number(bytes: 1))
  }

  mutating func word() throws(SFTPProtocolError) -> UInt32 {
    UInt32(truncatingIfNeeded: try number(bytes: 4))
  }

  mutating func long() throws(SFTPProtocolError) -> UInt64 {
    try number(bytes: 8)
  }

  mutating func string() throws(SFTPProtocolError) -> [UInt8] {
    Array(try take(Int(try word())))
  }

  private mutating func number(bytes count: Int) throws(SFTPProtocolError) -> UInt64 {
    try take(count).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private mutating func take(_ count: Int) throws(SFTPProtocolError) -> ArraySlice<UInt8> {
    guard count <= rest.count else {
      throw SFTPProtocolError("a reply promises \(count) bytes and has \(rest.count)")
    }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }
}

/// What came is not SFTP version 3.
struct SFTPProtocolError: Error, Equatable {
  let detail: String

  init(_ detail: String) {
    self.detail = detail
  }
}
