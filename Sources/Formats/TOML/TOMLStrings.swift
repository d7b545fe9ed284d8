extension TOMLScanner {
  /// `"…"` with escapes, on one line.
  mutating func basicString() throws(TOMLSyntaxError) -> String {
    advance()
    var text: [UInt8] = []
    while !take("\"") { try appendCharacter(to: &text, acrossLines: false) }
    return String(decoding: text, as: UTF8.self)
  }

  /// `"""…"""` with escapes; a line end right after the quotes does not count.
  mutating func longBasicString() throws(TOMLSyntaxError) -> String {
    advance(3)
    _ = takeLineEnd()
    var text: [UInt8] = []
    while !endLongString(quote: "\"", &text) {
      if !skipEscapedLineEnd() { try appendCharacter(to: &text, acrossLines: true) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// `'…'` as it stands.
  mutating func literalString() throws(TOMLSyntaxError) -> String {
    advance()
    let text = run { $0 != UInt8(ascii: "'") && Self.isPlain($0) }
    guard take("'") else { throw error("a string that does not end") }
    return String(decoding: text, as: UTF8.self)
  }

  /// `'''…'''` as it stands.
  mutating func longLiteralString() throws(TOMLSyntaxError) -> String {
    advance(3)
    _ = takeLineEnd()
    var text: [UInt8] = []
    while !endLongString(quote: "'", &text) { try appendPlain(to: &text, acrossLines: true) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Takes the closing quotes; up to two more before them belong to the text.
  private mutating func endLongString(quote: String, _ text: inout [UInt8]) -> Bool {
    let quotes = bytes[offset...].prefix { $0 == quote.utf8.first }.count
    guard quotes >= 3 else { return false }
    let own = min(quotes - 3, 2)
    text.append(contentsOf: bytes[offset..<(offset + own)])
    advance(own + 3)
    return true
  }

  /// A backslash at the end of a line takes all white space up to the next character.
  private mutating func skipEscapedLineEnd() -> Bool {
    let start = offset
    guard take("\\") else { return false }
    skipBlanks()
    guard takeLineEnd() else {
      offset = start
      return false
    }
    _ = run { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return true
  }

  private mutating func appendCharacter(
    to text: inout [UInt8], acrossLines: Bool
  ) throws(TOMLSyntaxError) {
    if take("\\") { return try appendEscape(to: &text) }
    try appendPlain(to: &text, acrossLines: acrossLines)
  }

  private mutating func appendPlain(
    to text: inout [UInt8], acrossLines: Bool
  ) throws(TOMLSyntaxError) {
    if acrossLines, takeLineEnd() { return text.append(UInt8(ascii: "\n")) }
    guard let byte = peek, Self.isPlain(byte) else { throw error("a string that does not end") }
    text.append(byte)
    advance()
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\t") || (byte >= 0x20 && byte != 0x7F)
  }

  private mutating func appendEscape(to text: inout [UInt8]) throws(TOMLSyntaxError) {
    let letter = peek
    advance()
    switch letter {
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(letter ?? 0)
    case UInt8(ascii: "u"): text += try scalar(digits: 4).utf8
    case UInt8(ascii: "U"): text += try scalar(digits: 8).utf8
    default: throw error("an escape that is none")
    }
  }

  private mutating func scalar(digits: Int) throws(TOMLSyntaxError) -> String {
    let text = String(decoding: bytes[offset...].prefix(digits), as: UTF8.self)
    guard text.utf8.count == digits, text.allSatisfy(\.isHexDigit),
      let scalar = UInt32(text, radix: 16).flatMap(Unicode.Scalar.init)
    else { throw error("an escape that is no character") }
    advance(digits)
    return String(scalar)
  }
}
