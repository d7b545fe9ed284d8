/// A request as it goes to the server: length, type, number, and what the type wants.
struct SFTPPacket: Sendable {
  /// The length and the number are filled in by `seal`.
  private(set) var bytes: [UInt8]

  init(_ type: SFTPPacketType, capacity: Int = 64) {
    bytes = []
    bytes.reserveCapacity(capacity)
    bytes += [0, 0, 0, 0, type.rawValue, 0, 0, 0, 0]
  }

  init(_ type: SFTPPacketType, _ strings: [UInt8]...) {
    self.init(type, capacity: strings.reduce(16) { $0 + $1.count + 4 })
    for string in strings { append(string) }
  }

  /// One of OpenSSH's extensions.
  init(extension name: String, _ strings: [UInt8]...) {
    self.init(.extended, capacity: strings.reduce(64) { $0 + $1.count + 4 })
    append(Array(name.utf8))
    for string in strings { append(string) }
  }

  mutating func append(_ word: UInt32) {
    withUnsafeBytes(of: word.bigEndian) { bytes += $0 }
  }

  mutating func append(_ long: UInt64) {
    withUnsafeBytes(of: long.bigEndian) { bytes += $0 }
  }

  mutating func append(_ string: [UInt8]) {
    append(UInt32(string.count))
    bytes += string
  }

  /// Appends a string of at most `capacity` bytes that `fill` writes; returns how many it wrote.
  mutating func append(
    capacity: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(TransportError) -> Int
  ) throws(TransportError) -> Int {
    let start = bytes.count
    bytes += repeatElement(0, count: 4 + capacity)
    let count = try bytes.withUnsafeMutableBufferPointer { (all) throws(TransportError) in
      let room = UnsafeMutableRawBufferPointer(all)
      let count = try fill(UnsafeMutableRawBufferPointer(rebasing: room[(start + 4)...]))
      room.storeBytes(of: UInt32(count).bigEndian, toByteOffset: start, as: UInt32.self)
      return count
    }
    bytes.removeLast(capacity - count)
    return count
  }

  /// Fills in what only the sender knows. The greeting has the version in place of the number.
  mutating func seal(number: UInt32) {
    bytes.withUnsafeMutableBytes { all in
      all.storeBytes(of: UInt32(all.count - 4).bigEndian, as: UInt32.self)
      all.storeBytes(of: number.bigEndian, toByteOffset: 5, as: UInt32.self)
    }
  }
}
