/// Reads keys, pairs and punctuation of a TOML text from left to right.
struct TOMLScanner {
  static let deepest = 200

  let bytes: [UInt8]
  var offset = 0
  var depth = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  func error(_ detail: String) -> TOMLSyntaxError {
    TOMLSyntaxError(detail: detail, offset: offset)
  }

  mutating func advance(_ count: Int = 1) { offset = min(offset + count, bytes.count) }

  /// Takes `text` if it is next.
  mutating func take(_ text: String) -> Bool {
    guard bytes[offset...].starts(with: text.utf8) else { return false }
    offset += text.utf8.count
    return true
  }

  /// Takes bytes as long as they match, and returns them.
  mutating func run(where matches: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let start = offset
    while let byte = peek, matches(byte) { offset += 1 }
    return bytes[start..<offset]
  }

  mutating func skipBlanks() {
    _ = run { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  /// Skips blanks, line ends and comments.
  mutating func skipLines() {
    while true {
      skipBlanks()
      if peek == UInt8(ascii: "#") { skipComment() }
      if !takeLineEnd() { return }
    }
  }

  mutating func takeLineEnd() -> Bool { take("\n") || take("\r\n") }

  private mutating func skipComment() {
    _ = run { $0 == UInt8(ascii: "\t") || ($0 >= 0x20 && $0 != 0x7F) }
  }

  /// Nothing but a comment may follow on the line.
  mutating func endOfLine() throws(TOMLSyntaxError) {
    skipBlanks()
    if peek == UInt8(ascii: "#") { skipComment() }
    guard peek == nil || takeLineEnd() else { throw error("something after the value") }
  }

  /// `key = value`, whose key must be free in `table`.
  mutating func pair(into table: TOMLTable) throws(TOMLSyntaxError) {
    let start = offset
    let path = try keyPath()
    guard take("=") else { throw error("a key without =") }
    skipBlanks()
    depth += path.count
    defer { depth -= path.count }
    guard table.set(try value(), at: path) else {
      throw TOMLSyntaxError(detail: "a key that is taken", offset: start)
    }
  }

  /// One or more keys with dots between, and the blanks around them.
  mutating func keyPath() throws(TOMLSyntaxError) -> [String] {
    var path: [String] = []
    repeat {
      skipBlanks()
      path.append(try key())
      skipBlanks()
      guard depth + path.count <= Self.deepest else { throw error("too many dots") }
    } while take(".")
    return path
  }

  private mutating func key() throws(TOMLSyntaxError) -> String {
    switch peek {
    case UInt8(ascii: "\""): return try basicString()
    case UInt8(ascii: "'"): return try literalString()
    default:
      let name = run { isWordByte($0) || $0 == UInt8(ascii: "-") }
      guard !name.isEmpty else { throw error("a key is missing") }
      return String(decoding: name, as: UTF8.self)
    }
  }
}

/// Whether a byte is an ASCII letter, a digit or `_`.
func isWordByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
    true
  default: false
  }
}
