/// Bytes being written, and the column they have come to.
///
/// Columns count Unicode scalars, as the line folding of DVC's writer does.
struct YAMLOutput {
  static let bestWidth = 80

  var bytes: [UInt8] = []
  private(set) var column: Int

  /// Starts at a column of a line whose beginning is written already.
  init(column: Int = 0) {
    self.column = column
  }

  mutating func write(_ scalar: UnicodeScalar) {
    if scalar.isASCII {
      bytes.append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    column += 1
  }

  mutating func write(_ scalars: ArraySlice<UnicodeScalar>) {
    for scalar in scalars { write(scalar) }
  }

  /// Writes text that is ASCII.
  mutating func write(ascii text: some Collection<UInt8>) {
    bytes.append(contentsOf: text)
    column += text.count
  }

  mutating func newLine(indent: Int = 0) {
    bytes.append(UInt8(ascii: "\n"))
    column = 0
    pad(to: indent)
  }

  /// Writes a line break as it stands in a text.
  mutating func write(lineBreak: UnicodeScalar) {
    write(lineBreak)
    column = 0
  }

  mutating func pad(to indent: Int) {
    while column < indent { write(" ") }
  }
}
