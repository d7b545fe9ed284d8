/// An MD5 digest: 16 bytes, in the order in which they are written.
package struct Digest: Hashable, Sendable {
  package var high: UInt64
  package var low: UInt64

  @inlinable
  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Takes the 16 bytes of a digest.
  package init(bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count == 16)
    high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
    low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
  }

  /// Parses 32 lower-case hexadecimal digits; nil for anything else.
  package init?(hex: some Sequence<UInt8>) {
    let digest = hex.withContiguousStorageIfAvailable {
      Self(hexDigits: UnsafeRawBufferPointer($0))
    }
    guard let digest = digest ?? Array(hex).withUnsafeBytes({ Self(hexDigits: $0) }) else {
      return nil
    }
    self = digest
  }

  /// The same for digits in memory.
  package init?(hexDigits digits: UnsafeRawBufferPointer) {
    guard digits.count == 32, let high = Self.word(digits, 0), let low = Self.word(digits, 16)
    else {
      return nil
    }
    self.init(high: high, low: low)
  }

  /// The number that 16 digits from `start` on stand for.
  private static func word(_ digits: UnsafeRawBufferPointer, _ start: Int) -> UInt64? {
    var word: UInt64 = 0
    for index in start..<(start + 16) {
      guard let value = hexValue(digits[index]) else { return nil }
      word = word << 4 | value
    }
    return word
  }

  package init?(_ text: String) {
    self.init(hex: text.utf8)
  }

  /// The 16 bytes.
  package var bytes: [UInt8] {
    withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
  }

  /// 32 lower-case hexadecimal digits.
  package var hex: String {
    String(unsafeUninitializedCapacity: 32) { buffer in
      writeHex { buffer[$0] = $1 }
      return 32
    }
  }

  package func appendHex(to bytes: inout [UInt8]) {
    writeHex { bytes.append($1) }
  }

  private func writeHex(_ put: (Int, UInt8) -> Void) {
    for index in 0..<32 {
      let word = index < 16 ? high : low
      put(index, hexDigit(UInt8(truncatingIfNeeded: word >> (60 - UInt64(index % 16) * 4)) & 15))
    }
  }

  private static func hexValue(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
    default: nil
    }
  }
}

extension Digest: Comparable {
  package static func < (left: Digest, right: Digest) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension Digest: CustomStringConvertible {
  package var description: String { hex }
}
