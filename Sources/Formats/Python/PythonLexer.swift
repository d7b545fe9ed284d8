/// Splits Python source into statements, with lines joined in brackets and after backslashes.
struct PythonLexer {
  private let bytes: [UInt8]
  private var offset = 0
  private var brackets: [UInt8] = []
  private var statements: [PythonStatement] = []
  private var current: PythonStatement?

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func run() throws(PythonSyntaxError) -> [PythonStatement] {
    while offset < bytes.count {
      if current == nil { try beginLine() } else { try next() }
    }
    guard brackets.isEmpty else { throw PythonSyntaxError() }
    endStatement()
    return statements
  }

  private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  /// Measures the indentation; blank lines and comments count for nothing.
  private mutating func beginLine() throws(PythonSyntaxError) {
    var indentation = 0
    while let byte = peek, [0x20, 0x09, 0x0C].contains(byte) {
      indentation = byte == 0x20 ? indentation + 1 : byte == 0x09 ? (indentation / 8 + 1) * 8 : 0
      offset += 1
    }
    switch peek {
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"): offset += 1
    case UInt8(ascii: "#"): skipComment()
    case nil: break
    default: current = PythonStatement(indentation: indentation, tokens: [])
    }
  }

  private mutating func next() throws(PythonSyntaxError) {
    guard let byte = peek else { return }
    switch byte {
    case 0x20, 0x09, 0x0C: offset += 1
    case UInt8(ascii: "#"): skipComment()
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      offset += 1
      if brackets.isEmpty { endStatement() }
    case UInt8(ascii: "\\"): try joinLine()
    case UInt8(ascii: ";") where brackets.isEmpty:
      offset += 1
      splitLine()
    default: try token(byte)
    }
  }

  private mutating func skipComment() {
    while let byte = peek, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") { offset += 1 }
  }

  private mutating func joinLine() throws(PythonSyntaxError) {
    offset += 1
    let isReturn = peek == UInt8(ascii: "\r")
    if isReturn { offset += 1 }
    if peek == UInt8(ascii: "\n") { offset += 1 } else if !isReturn { throw PythonSyntaxError() }
  }

  private mutating func endStatement() {
    if let current, !current.tokens.isEmpty { statements.append(current) }
    current = nil
  }

  /// Another statement follows on the same line.
  private mutating func splitLine() {
    let indentation = current?.indentation ?? 0
    endStatement()
    current = PythonStatement(indentation: indentation, tokens: [], continuesLine: true)
  }

  private mutating func token(_ byte: UInt8) throws(PythonSyntaxError) {
    if let string = try string() {
      append(.string, string)
    } else if isDigit(byte) || (byte == UInt8(ascii: ".") && isDigit(bytes.at(offset + 1))) {
      append(.number, number())
    } else if isWordByte(byte) || byte >= 0x80 {
      append(.name, run { isWordByte($0) || $0 >= 0x80 })
    } else {
      try symbol(byte)
    }
  }

  private mutating func string() throws(PythonSyntaxError) -> ArraySlice<UInt8>? {
    guard let end = try Self.endOfString(in: bytes, at: offset) else { return nil }
    defer { offset = end }
    return bytes[offset..<end]
  }

  private mutating func append(_ kind: PythonToken.Kind, _ text: ArraySlice<UInt8>) {
    current?.tokens.append(PythonToken(kind: kind, text: String(decoding: text, as: UTF8.self)))
  }

  private mutating func run(where matches: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let start = offset
    while let byte = peek, matches(byte) { offset += 1 }
    return bytes[start..<offset]
  }

  /// Letters and digits with points, and a sign after `e`.
  private mutating func number() -> ArraySlice<UInt8> {
    let start = offset
    let isHex = bytes[start...].starts(with: "0x".utf8) || bytes[start...].starts(with: "0X".utf8)
    while let byte = peek {
      let isSign = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      let follows = !isHex && offset > start && bytes[offset - 1] | 0x20 == UInt8(ascii: "e")
      guard isWordByte(byte) || byte == UInt8(ascii: ".") || (isSign && follows) else { break }
      offset += 1
    }
    return bytes[start..<offset]
  }

  private mutating func symbol(_ byte: UInt8) throws(PythonSyntaxError) {
    switch byte {
    case UInt8(ascii: "("): brackets.append(UInt8(ascii: ")"))
    case UInt8(ascii: "["): brackets.append(UInt8(ascii: "]"))
    case UInt8(ascii: "{"): brackets.append(UInt8(ascii: "}"))
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      guard brackets.popLast() == byte else { throw PythonSyntaxError() }
    default: break
    }
    let rest = bytes[offset...]
    guard let symbol = PythonKeywords.symbols.first(where: { rest.starts(with: $0.utf8) }) else {
      throw PythonSyntaxError()
    }
    append(.symbol, rest.prefix(symbol.utf8.count))
    offset += symbol.utf8.count
    if symbol == ":", brackets.isEmpty, isHead() { endHead() }
  }

  /// Whether the colon just read ends the head of a compound statement.
  private func isHead() -> Bool {
    guard let first = current?.tokens.first, first.kind == .name else { return false }
    return PythonKeywords.compound.contains(first.text)
      && current?.tokens.contains { $0.isName("lambda") } == false
  }

  /// What follows a head on its line is its block.
  private mutating func endHead() {
    let rest = bytes[offset...].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    let word = rest.first { $0 != 0x20 && $0 != 0x09 }
    if word != nil, word != UInt8(ascii: "#") { splitLine() }
  }
}

enum PythonKeywords {
  /// What begins statements that have a block.
  static let compound: Set<String> = [
    "class", "def", "async", "if", "elif", "else", "for", "while", "try", "except", "finally",
    "with",
  ]

  /// Operators and punctuation, long ones first.
  static let symbols =
    ["**=", "//=", ">>=", "<<=", "..."]
    + ["**", "//", ">>", "<<", "<=", ">=", "==", "!=", "->", ":=", "+=", "-=", "*=", "/=", "%="]
    + ["@=", "&=", "|=", "^="]
    + "()[]{},:.+-*/%@&|^~<>=".map(String.init)
}

extension [UInt8] {
  fileprivate func at(_ index: Int) -> UInt8 { index < count ? self[index] : 0 }
}
