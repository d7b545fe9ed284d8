/// Reads JSON as Python's `json` module does: `NaN` and `Infinity` are numbers, the last of equal
/// keys wins, a lone surrogate becomes U+FFFD.
package func parseJSON(_ bytes: [UInt8]) throws(JSONSyntaxError) -> Value {
  var parser = JSONParser(bytes: bytes)
  return try parser.parse()
}

private struct JSONParser {
  private static let deepest = 500

  let bytes: [UInt8]
  private var at = 0
  private var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func parse() throws(JSONSyntaxError) -> Value {
    skipSpace()
    let value = try value()
    skipSpace()
    guard at == bytes.count else { throw error("Extra data", at) }
    return value
  }

  private mutating func value() throws(JSONSyntaxError) -> Value {
    switch peek ?? 0 {
    case UInt8(ascii: "{"):
      return try nested { parser throws(JSONSyntaxError) in try parser.object() }
    case UInt8(ascii: "["):
      return try nested { parser throws(JSONSyntaxError) in try parser.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      if skip("-Infinity") { return .float(-.infinity) }
      return try number()
    default: return try word()
    }
  }

  private mutating func nested(
    _ parse: (inout JSONParser) throws(JSONSyntaxError) -> Value
  ) throws(JSONSyntaxError) -> Value {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw error("maximum recursion depth exceeded", at) }
    return try parse(&self)
  }

  private mutating func word() throws(JSONSyntaxError) -> Value {
    if skip("null") { return .null }
    if skip("true") { return .bool(true) }
    if skip("false") { return .bool(false) }
    if skip("NaN") { return .float(.nan) }
    if skip("Infinity") { return .float(.infinity) }
    throw error("Expecting value", at)
  }

  private mutating func object() throws(JSONSyntaxError) -> Value {
    var mapping = Value.Mapping()
    at += 1
    skipSpace()
    if take("}") { return .map(mapping) }
    while true {
      guard peek == UInt8(ascii: "\"") else {
        throw error("Expecting property name enclosed in double quotes", at)
      }
      let key = try string()
      skipSpace()
      guard take(":") else { throw error("Expecting ':' delimiter", at) }
      skipSpace()
      mapping[key] = try value()
      skipSpace()
      if take("}") { return .map(mapping) }
      guard take(",") else { throw error("Expecting ',' delimiter", at) }
      skipSpace()
    }
  }

  private mutating func array() throws(JSONSyntaxError) -> Value {
    var items: [Value] = []
    at += 1
    skipSpace()
    if take("]") { return .array(items) }
    while true {
      items.append(try value())
      skipSpace()
      if take("]") { return .array(items) }
      guard take(",") else { throw error("Expecting ',' delimiter", at) }
      skipSpace()
    }
  }

  // MARK: Numbers

  private mutating func number() throws(JSONSyntaxError) -> Value {
    let start = at
    _ = take("-")
    let first = at
    guard digits() > 0 else { throw error("Expecting value", start) }
    if bytes[first] == UInt8(ascii: "0") { at = first + 1 }
    let isFraction = optionally { $0.take(".") && $0.digits() > 0 }
    let isScientific = optionally { parser in
      guard parser.take("e") || parser.take("E") else { return false }
      if !parser.take("+") { _ = parser.take("-") }
      return parser.digits() > 0
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    if isFraction || isScientific { return .float(Double(text) ?? .nan) }
    return Int(text).map(Value.integer) ?? .bigInteger(text)
  }

  /// Stays where it is unless `part` is there.
  private mutating func optionally(_ part: (inout JSONParser) -> Bool) -> Bool {
    let start = at
    let isThere = part(&self)
    if !isThere { at = start }
    return isThere
  }

  private mutating func digits() -> Int {
    let start = at
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { at += 1 }
    return at - start
  }

  // MARK: Strings

  private mutating func string() throws(JSONSyntaxError) -> String {
    let start = at
    var text: [UInt8] = []
    at += 1
    while true {
      let run = at
      while let byte = peek, byte >= 0x20, byte != 0x22, byte != 0x5C { at += 1 }
      text.append(contentsOf: bytes[run..<at])
      guard let byte = peek else { throw error("Unterminated string starting at", start) }
      at += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else { throw error("Invalid control character at", at - 1) }
      try appendEscape(to: &text, stringStart: start)
    }
  }

  private mutating func appendEscape(
    to text: inout [UInt8], stringStart: Int
  ) throws(JSONSyntaxError) {
    guard let letter = peek else { throw error("Unterminated string starting at", stringStart) }
    at += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var units = [try hexUnit()]
      if UTF16.isLeadSurrogate(units[0]), let trail = trailSurrogate() { units.append(trail) }
      text.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
    default: throw error("Invalid \\escape", at - 2)
    }
  }

  private mutating func hexUnit() throws(JSONSyntaxError) -> UInt16 {
    let digits = bytes[at..<min(at + 4, bytes.count)]
    let isHex = digits.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
    guard digits.count == 4, isHex,
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("Invalid \\uXXXX escape", at - 1) }
    at += 4
    return unit
  }

  private mutating func trailSurrogate() -> UInt16? {
    let start = at
    // A malformed escape here is reported when it is read on its own.
    if skip("\\u"), let unit = try? hexUnit(), UTF16.isTrailSurrogate(unit) { return unit }
    at = start
    return nil
  }

  // MARK: Steps

  private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func take(_ character: UnicodeScalar) -> Bool {
    guard let byte = peek, UnicodeScalar(byte) == character else { return false }
    at += 1
    return true
  }

  private mutating func skip(_ word: String) -> Bool {
    guard bytes[at...].starts(with: word.utf8) else { return false }
    at += word.utf8.count
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  private func error(_ message: String, _ offset: Int) -> JSONSyntaxError {
    JSONSyntaxError(message, at: offset, in: bytes)
  }
}
