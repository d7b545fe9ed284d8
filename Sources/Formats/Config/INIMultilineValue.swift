/// A value in triple quotes, which may go on over several lines.
struct INIMultilineValue {
  static let quotes: [[UInt8]] = [Array("'''".utf8), Array("\"\"\"".utf8)]

  let text: String
  /// How many of the following lines belong to the value.
  let linesTaken: Int

  /// - Parameter first: the rest of the value's line, after the opening quotes.
  init?(
    first: ArraySlice<UInt8>, quote: [UInt8], following lines: ArraySlice<ArraySlice<UInt8>>
  ) {
    if let text = Self.closed(first, by: quote) {
      self.init(text: text, linesTaken: 0)
      return
    }
    if Self.position(of: quote, in: first) != nil { return nil }
    var text = Array(first)
    for (index, line) in lines.enumerated() {
      text.append(UInt8(ascii: "\n"))
      guard Self.position(of: quote, in: line) != nil else {
        text += line
        continue
      }
      guard let last = Self.closed(line, by: quote) else { return nil }
      self.init(text: text + last, linesTaken: index + 1)
      return
    }
    return nil
  }

  private init(text: [UInt8], linesTaken: Int) {
    self.text = String(decoding: text, as: UTF8.self)
    self.linesTaken = linesTaken
  }

  /// What stands before the first quotes that nothing but a comment follows.
  private static func closed(_ line: ArraySlice<UInt8>, by quote: [UInt8]) -> [UInt8]? {
    var start = line.startIndex
    while let found = position(of: quote, in: line[start...]) {
      let rest = PythonText.trimmedStart(line[(found + quote.count)...])
      if rest.isEmpty || rest.first == UInt8(ascii: "#") { return Array(line[..<found]) }
      start = found + 1
    }
    return nil
  }

  private static func position(
    of quote: [UInt8], in text: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8>.Index? {
    text.indices.first { text[$0...].starts(with: quote) }
  }
}
