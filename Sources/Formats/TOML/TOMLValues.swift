extension TOMLScanner {
  mutating func value() throws(TOMLSyntaxError) -> Value {
    switch peek {
    case UInt8(ascii: "\""):
      let isLong = bytes[offset...].starts(with: "\"\"\"".utf8)
      return .string(isLong ? try longBasicString() : try basicString())
    case UInt8(ascii: "'"):
      let isLong = bytes[offset...].starts(with: "'''".utf8)
      return .string(isLong ? try longLiteralString() : try literalString())
    case UInt8(ascii: "["):
      return try nested { scanner throws(TOMLSyntaxError) in try scanner.array() }
    case UInt8(ascii: "{"):
      return try nested { scanner throws(TOMLSyntaxError) in try scanner.inlineTable() }
    default: return try word()
    }
  }

  private mutating func nested(
    _ parse: (inout TOMLScanner) throws(TOMLSyntaxError) -> Value
  ) throws(TOMLSyntaxError) -> Value {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw error("too many brackets") }
    return try parse(&self)
  }

  private mutating func array() throws(TOMLSyntaxError) -> Value {
    var items: [Value] = []
    advance()
    while true {
      skipLines()
      if take("]") { return .array(items) }
      items.append(try value())
      skipLines()
      if take(",") { continue }
      guard take("]") else { throw error("an array that does not end") }
      return .array(items)
    }
  }

  private mutating func inlineTable() throws(TOMLSyntaxError) -> Value {
    let table = TOMLTable(.inline)
    advance()
    skipBlanks()
    if take("}") { return .map(table.mapping) }
    repeat {
      try pair(into: table)
      skipBlanks()
    } while take(",")
    guard take("}") else { throw error("a table that does not end") }
    return .map(table.mapping)
  }

  /// A boolean, a number or a date.
  private mutating func word() throws(TOMLSyntaxError) -> Value {
    let start = offset
    var text = takeWord()
    if let date = tomlDate(text), date == .date, peek == UInt8(ascii: " ") {
      text = takeTime(after: text)
    }
    guard let value = Self.value(of: String(decoding: text, as: UTF8.self)) else {
      throw TOMLSyntaxError(detail: "a value that is none", offset: start)
    }
    return value
  }

  private mutating func takeWord() -> ArraySlice<UInt8> {
    run { isWordByte($0) || [UInt8](".:+-".utf8).contains($0) }
  }

  /// Date and time may have a blank between them.
  private mutating func takeTime(after date: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let end = offset
    advance()
    let time = takeWord()
    if let first = time.first, isDigit(first) { return bytes[date.startIndex..<offset] }
    offset = end
    return date
  }

  private static func value(of word: String) -> Value? {
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "inf", "+inf": return .float(.infinity)
    case "-inf": return .float(-.infinity)
    case "nan", "+nan", "-nan": return .float(.nan)
    default: return tomlNumber(word) ?? tomlTimestamp(word).map(Value.timestamp)
    }
  }
}
