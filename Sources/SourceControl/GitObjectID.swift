/// The name of a Git object: 20 bytes (SHA-1) or 32 (SHA-256).
package struct GitObjectID: Hashable, Sendable {
  package let bytes: [UInt8]

  init(bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)
  }

  /// Reads 40 or 64 hexadecimal digits; nil for anything else.
  package init?(hex: some Sequence<UInt8>) {
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in hex {
      guard let digit = Self.value(ofDigit: character) else { return nil }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    guard high == nil, bytes.count == 20 || bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  package init?(hex: String) {
    self.init(hex: hex.utf8)
  }

  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func value(ofDigit character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension GitObjectID: CustomStringConvertible {
  package var description: String { hex }
}
