/// Reads an XML document into elements.
///
/// Strict: what is not well-formed is refused, and so is what no answer of S3 has and others use for
/// mischief: a document type, entities of its own, nesting without end. Attributes are passed over.
/// Namespaces are not looked at; prefixes can be left out.
struct XMLReader {
  /// A document that is not well-formed, or refused.
  struct Problem: Error, Equatable {
    var message: String
    /// In bytes from the beginning.
    var offset: Int
  }

  private static let deepest = 16

  private let bytes: [UInt8]
  private let dropsPrefixes: Bool
  private var position = 0

  /// The root element of `document`.
  ///
  /// - Parameter droppingPrefixes: `D:prop` is read as `prop`.
  static func read(
    _ document: [UInt8], droppingPrefixes: Bool = false
  ) throws(Problem) -> XMLElement {
    var reader = XMLReader(bytes: document, dropsPrefixes: droppingPrefixes)
    return try reader.document()
  }

  private init(bytes: [UInt8], dropsPrefixes: Bool) {
    self.bytes = bytes
    self.dropsPrefixes = dropsPrefixes
  }

  private mutating func document() throws(Problem) -> XMLElement {
    if starts(with: "\u{feff}") { position += 3 }
    try skipMisc()
    guard take("<") else { throw problem("no element") }
    let root = try element(depth: 1)
    try skipMisc()
    guard position == bytes.count else { throw problem("more after the root element") }
    return root
  }

  /// Passes over white space, comments and processing instructions.
  private mutating func skipMisc() throws(Problem) {
    while true {
      skipSpace()
      if take("<!--") {
        try skip(past: "-->")
      } else if take("<?") {
        try skip(past: "?>")
      } else {
        return
      }
    }
  }

  /// The rest of an element whose `<` was taken.
  private mutating func element(depth: Int) throws(Problem) -> XMLElement {
    guard depth <= Self.deepest else { throw problem("too deep") }
    let fullName = try name()
    var element = XMLElement(name: dropsPrefixes ? Self.withoutPrefix(fullName) : fullName)
    try skipAttributes()
    if take("/>") { return element }
    guard take(">") else { throw problem("no end of a tag") }
    while !take("</") { try readPart(of: &element, depth) }
    guard try name() == fullName else { throw problem("the end of another element") }
    skipSpace()
    guard take(">") else { throw problem("no end of a tag") }
    return element
  }

  private mutating func readPart(of element: inout XMLElement, _ depth: Int) throws(Problem) {
    if take("<![CDATA[") {
      let start = position
      try skip(past: "]]>")
      element.content += bytes[start..<(position - 3)]
    } else if take("<!--") {
      try skip(past: "-->")
    } else if take("<?") {
      try skip(past: "?>")
    } else if take("<") {
      element.children.append(try self.element(depth: depth + 1))
    } else if take("&") {
      element.content += try reference()
    } else {
      try readText(of: &element)
    }
  }

  private mutating func readText(of element: inout XMLElement) throws(Problem) {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "<"),
      bytes[position] != UInt8(ascii: "&")
    {
      position += 1
    }
    guard position < bytes.count else { throw problem("the document ends in an element") }
    element.content += bytes[start..<position]
  }

  /// What a reference stands for whose `&` was taken.
  private mutating func reference() throws(Problem) -> [UInt8] {
    let rest = bytes[position...].prefix(12)
    guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { throw problem("no reference") }
    let name = String(decoding: bytes[position..<end], as: UTF8.self)
    guard let value = Self.character(name) else { throw problem("an unknown reference") }
    position = end + 1
    return Array(String(value).utf8)
  }

  private static func character(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.first == "#" else { return nil }
      let isHex = name.dropFirst().first == "x"
      let digits = name.dropFirst(isHex ? 2 : 1)
      guard let number = UInt32(digits, radix: isHex ? 16 : 10), number != 0 else { return nil }
      return Unicode.Scalar(number)
    }
  }

  private mutating func name() throws(Problem) -> [UInt8] {
    let start = position
    while position < bytes.count, Self.belongsToName(bytes[position]) { position += 1 }
    guard position > start else { throw problem("no name") }
    return Array(bytes[start..<position])
  }

  private static func withoutPrefix(_ name: [UInt8]) -> [UInt8] {
    guard let colon = name.lastIndex(of: UInt8(ascii: ":")) else { return name }
    return Array(name[(colon + 1)...])
  }

  private static func belongsToName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xFF, UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: ":"):
      true
    default: false
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private mutating func skipAttributes() throws(Problem) {
    while true {
      skipSpace()
      guard position < bytes.count, Self.belongsToName(bytes[position]) else { return }
      _ = try name()
      skipSpace()
      guard take("=") else { throw problem("an attribute without a value") }
      skipSpace()
      if take("\"") {
        try skip(past: "\"")
      } else if take("'") {
        try skip(past: "'")
      } else {
        throw problem("an attribute without quotes")
      }
    }
  }

  private mutating func skipSpace() {
    while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
  }

  private mutating func skip(past end: StaticString) throws(Problem) {
    let start = position
    while position < bytes.count {
      if take(end) { return }
      position += 1
    }
    position = start
    throw problem("something without an end")
  }

  private func starts(with text: StaticString) -> Bool {
    let expected = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard bytes.count - position >= expected.count else { return false }
    for index in 0..<expected.count where bytes[position + index] != expected[index] {
      return false
    }
    return true
  }

  private mutating func take(_ text: StaticString) -> Bool {
    guard starts(with: text) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  private func problem(_ message: String) -> Problem { Problem(message: message, offset: position) }
}
