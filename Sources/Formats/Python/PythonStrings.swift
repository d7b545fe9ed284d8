extension PythonLexer {
  /// Where a string that begins at `start` ends, its prefix and quotes included; nil when none begins
  /// there.
  static func endOfString(in bytes: [UInt8], at start: Int) throws(PythonSyntaxError) -> Int? {
    let quoteStart = bytes[start...].prefix(3).firstIndex { isQuote($0) }
    guard let quoteStart,
      bytes[start..<quoteStart].allSatisfy({ "rbuf".utf8.contains($0 | 0x20) })
    else { return nil }
    let quote = bytes[quoteStart]
    let isLong = bytes[quoteStart...].starts(with: [quote, quote, quote])
    let ending = Array(repeating: quote, count: isLong ? 3 : 1)
    var offset = quoteStart + ending.count
    while offset < bytes.count {
      if bytes[offset...].starts(with: ending) { return offset + ending.count }
      if !isLong, isLineEnd(bytes[offset]) { break }
      offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    throw PythonSyntaxError()
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}

/// What a string of Python source means; nil for one with names in it (`f`) or of bytes (`b`).
func pythonString(_ source: String) -> String? {
  var body = Array(source.utf8)[...]
  let prefix = body.prefix { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
  body = body.dropFirst(prefix.count)
  let letters = prefix.map { $0 | 0x20 }
  guard !letters.contains(UInt8(ascii: "f")), !letters.contains(UInt8(ascii: "b")),
    let quote = body.first
  else { return nil }
  let quotes = body.starts(with: [quote, quote, quote]) && body.count >= 6 ? 3 : 1
  body = body.dropFirst(quotes).dropLast(quotes)
  let text = withUnixLineEnds(body)
  return letters.contains(UInt8(ascii: "r"))
    ? String(decoding: text, as: UTF8.self) : PythonEscapes(text).resolved()
}

private func withUnixLineEnds(_ text: ArraySlice<UInt8>) -> [UInt8] {
  var result: [UInt8] = []
  for (index, byte) in zip(text.indices, text) {
    guard byte == UInt8(ascii: "\r") else {
      result.append(byte)
      continue
    }
    let isPair = index + 1 < text.endIndex && text[index + 1] == UInt8(ascii: "\n")
    if !isPair { result.append(UInt8(ascii: "\n")) }
  }
  return result
}

/// Replaces backslash escapes; unknown ones stay as they are.
private struct PythonEscapes {
  private let bytes: [UInt8]
  private var offset = 0
  private var text: [UInt8] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Nil when an escape names no character: a surrogate, `\N{…}`.
  consuming func resolved() -> String? {
    while offset < bytes.count {
      guard bytes[offset] == UInt8(ascii: "\\"), offset + 1 < bytes.count else {
        text.append(bytes[offset])
        offset += 1
        continue
      }
      offset += 2
      guard resolve(bytes[offset - 1]) else { return nil }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func resolve(_ letter: UInt8) -> Bool {
    switch letter {
    case UInt8(ascii: "\n"): break
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): text.append(letter)
    case UInt8(ascii: "a"): text.append(0x07)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "v"): text.append(0x0B)
    case UInt8(ascii: "x"): return appendScalar(digits: 2, radix: 16)
    case UInt8(ascii: "u"): return appendScalar(digits: 4, radix: 16)
    case UInt8(ascii: "U"): return appendScalar(digits: 8, radix: 16)
    case UInt8(ascii: "N"): return false
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      offset -= 1
      let digits = bytes[offset...].prefix(3).prefix { (0x30...0x37).contains($0) }.count
      return appendScalar(digits: digits, radix: 8)
    default: text += [UInt8(ascii: "\\"), letter]
    }
    return true
  }

  private mutating func appendScalar(digits: Int, radix: Int) -> Bool {
    let digits = bytes[offset...].prefix(digits)
    guard
      let scalar = UInt32(String(decoding: digits, as: UTF8.self), radix: radix)
        .flatMap(Unicode.Scalar.init)
    else { return false }
    offset += digits.count
    text += Array(String(scalar).utf8)
    return true
  }
}
