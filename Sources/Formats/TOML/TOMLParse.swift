/// Reads TOML 1.0 as `tomlkit` does for DVC: dates become timestamps in Python's form, the order of keys
/// is that of the document.
package func parseTOML(_ bytes: [UInt8]) throws(TOMLSyntaxError) -> Value.Mapping {
  guard String(validating: bytes, as: UTF8.self) != nil else {
    throw TOMLSyntaxError(detail: "not UTF-8", offset: 0)
  }
  var parser = TOMLParser(scanner: TOMLScanner(bytes))
  return try parser.document()
}

/// Where and why a text is not TOML.
package struct TOMLSyntaxError: Error, Equatable {
  package var detail: String
  /// In bytes.
  package var offset: Int
}

/// Reads the lines of a document: tables, arrays of tables, and keys with values.
private struct TOMLParser {
  private var scanner: TOMLScanner
  private let root = TOMLTable(.explicit)

  init(scanner: TOMLScanner) {
    self.scanner = scanner
  }

  mutating func document() throws(TOMLSyntaxError) -> Value.Mapping {
    var current = root
    while true {
      scanner.skipLines()
      guard let byte = scanner.peek else { return root.mapping }
      if byte == UInt8(ascii: "[") {
        current = try header()
      } else {
        try scanner.pair(into: current)
      }
      try scanner.endOfLine()
    }
  }

  /// `[a.b]` or `[[a.b]]`; returns the table that the following keys belong to.
  private mutating func header() throws(TOMLSyntaxError) -> TOMLTable {
    let start = scanner.offset
    scanner.advance()
    let isArray = scanner.take("[")
    let path = try scanner.keyPath()
    guard scanner.take("]"), !isArray || scanner.take("]") else {
      throw scanner.error("a table name that does not end in ]")
    }
    guard let table = isArray ? root.appendTable(at: path) : root.defineTable(at: path) else {
      throw TOMLSyntaxError(detail: "a name that is taken", offset: start)
    }
    return table
  }
}
