/// A packet as it goes to the other side: length, type, number, and what the type wants.
///
/// SFTP (draft-ietf-secsh-filexfer-02, section 3) and the protocol of `cairn serve` have the same frame:
/// a length of 4 bytes, which counts what follows, a type of 1, a number of 4, most significant first.
struct Packet: Sendable {
  /// The length and the number are filled in by `seal`.
  private(set) var bytes: [UInt8]

  init(type: UInt8, capacity: Int = 64) {
    bytes = []
    bytes.reserveCapacity(capacity)
    bytes += [0, 0, 0, 0, type, 0, 0, 0, 0]
  }

  mutating func append(byte: UInt8) {
    bytes.append(byte)
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

  /// Appends bytes without their length.
  mutating func append(raw: some Sequence<UInt8>) {
    bytes += raw
  }

  /// Appends a string of at most `capacity` bytes that `fill` writes; returns how many it wrote.
  mutating func append(
    capacity: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(TransportError) -> Int
  ) throws(TransportError) -> Int {
    append(0 as UInt32)
    let start = bytes.count
    let count = try append(rawCapacity: capacity, fill)
    bytes.withUnsafeMutableBytes {
      $0.storeBytes(of: UInt32(count).bigEndian, toByteOffset: start - 4, as: UInt32.self)
    }
    return count
  }

  /// Appends at most `capacity` bytes that `fill` writes, without their length; returns how many.
  mutating func append(
    rawCapacity capacity: Int,
    _ fill: (UnsafeMutableRawBufferPointer) throws(TransportError) -> Int
  ) throws(TransportError) -> Int {
    let start = bytes.count
    bytes += repeatElement(0, count: capacity)
    let count = try bytes.withUnsafeMutableBufferPointer { (all) throws(TransportError) in
      let room = UnsafeMutableRawBufferPointer(all)
      return try fill(UnsafeMutableRawBufferPointer(rebasing: room[start...]))
    }
    bytes.removeLast(capacity - count)
    return count
  }

  /// Fills in what only the sender knows. SFTP's greeting has the version in place of the number.
  mutating func seal(number: UInt32) {
    bytes.withUnsafeMutableBytes { all in
      all.storeBytes(of: UInt32(all.count - 4).bigEndian, as: UInt32.self)
      all.storeBytes(of: number.bigEndian, toByteOffset: 5, as: UInt32.self)
    }
  }
}
