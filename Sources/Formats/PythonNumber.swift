/// Reads an integer as Python's `int()` reads text: with white space around it, a sign, and single
/// underscores between digits. Nil for anything else; the nearest
/// `Int` for what does not fit.
func pythonInteger(_ text: String) -> Int? {
  let bytes = PythonText.trimmed(Array(text.utf8)[...])
  let isNegative = bytes.first == UInt8(ascii: "-")
  let digits = isNegative || bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes
  guard let plain = digitsWithoutUnderscores(digits), !plain.isEmpty else { return nil }
  let text = (isNegative ? "-" : "") + String(decoding: plain, as: UTF8.self)
  return Int(text) ?? (isNegative ? Int.min : Int.max)
}

/// Reads a number as Python's `float()` reads text.
func pythonFloat(_ text: String) -> Double? {
  let bytes = PythonText.trimmed(Array(text.utf8)[...])
  let plain = String(decoding: bytes, as: UTF8.self).lowercased()
  let unsigned = plain.first == "-" || plain.first == "+" ? String(plain.dropFirst()) : plain
  if ["inf", "infinity", "nan"].contains(unsigned) { return Double(plain) }
  guard let digits = withoutUnderscores(Array(plain.utf8)[...]),
    digits.allSatisfy({ isDigit($0) || "+-.e".utf8.contains($0) })
  else { return nil }
  return Double(String(decoding: digits, as: UTF8.self).replacingBarePoint)
}

private func digitsWithoutUnderscores(_ text: ArraySlice<UInt8>) -> [UInt8]? {
  withoutUnderscores(text).flatMap { $0.allSatisfy(isDigit) ? $0 : nil }
}

/// Drops underscores; nil when one does not stand between two digits.
func withoutUnderscores(
  _ text: ArraySlice<UInt8>, between isDigit: (UInt8) -> Bool = isDigit
) -> [UInt8]? {
  let underscore = UInt8(ascii: "_")
  for index in text.indices where text[index] == underscore {
    guard index > text.startIndex, index + 1 < text.endIndex, isDigit(text[index - 1]),
      isDigit(text[index + 1])
    else { return nil }
  }
  return text.filter { $0 != underscore }
}

/// The number that digits stand for, with single underscores between them; nil for what does not fit.
func unsignedInteger(_ digits: ArraySlice<UInt8>, radix: Int) -> Int? {
  guard let plain = withoutUnderscores(digits, between: isHexDigit), plain.allSatisfy(isHexDigit)
  else { return nil }
  return Int(String(decoding: plain, as: UTF8.self), radix: radix)
}

func isHexDigit(_ byte: UInt8) -> Bool {
  isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
}

func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

extension String {
  /// `1.` and `1.e5` as Swift reads them: with a digit after the point.
  fileprivate var replacingBarePoint: String {
    var result: [UInt8] = []
    for byte in utf8 {
      if let last = result.last, last == UInt8(ascii: "."), !isDigit(byte) {
        result.append(UInt8(ascii: "0"))
      }
      result.append(byte)
    }
    if result.last == UInt8(ascii: "."), result.count > 1 { result.append(UInt8(ascii: "0")) }
    return String(decoding: result, as: UTF8.self)
  }
}
