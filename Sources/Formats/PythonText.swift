/// The parts of Python's text handling that DVC's file formats lean on, for bytes that hold UTF-8.
enum PythonText {
  /// Drops white space from both ends, as `str.strip()` does: ASCII's, and Unicode's.
  static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = text
    while let width = leadingSpaceWidth(rest) { rest = rest.dropFirst(width) }
    while let width = trailingSpaceWidth(rest) { rest = rest.dropLast(width) }
    return rest
  }

  /// Splits at LF, CR LF and CR, as reading in text mode does. The line ends are dropped.
  static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    linesWithEnds(text).map { line in
      if line.suffix(2).elementsEqual([0x0D, 0x0A]) { return line.dropLast(2) }
      return line.last == 0x0A || line.last == 0x0D ? line.dropLast() : line
    }
  }

  /// Splits after LF, CR LF and CR; each line keeps its end. No line follows a final end.
  static func linesWithEnds(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for index in text.indices {
      let isEnd =
        text[index] == 0x0A
        || (text[index] == 0x0D && (index + 1 == text.count || text[index + 1] != 0x0A))
      guard isEnd else { continue }
      lines.append(text[start...index])
      start = index + 1
    }
    if start < text.count { lines.append(text[start...]) }
    return lines
  }

  static func isASCIISpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte) || (0x1C...0x1F).contains(byte)
  }

  private static func leadingSpaceWidth(_ text: ArraySlice<UInt8>) -> Int? {
    guard let first = text.first else { return nil }
    if isASCIISpace(first) { return 1 }
    if first < 0x80 { return nil }
    return wideSpaces.first { text.starts(with: $0) }?.count
  }

  private static func trailingSpaceWidth(_ text: ArraySlice<UInt8>) -> Int? {
    guard let last = text.last else { return nil }
    if isASCIISpace(last) { return 1 }
    if last < 0x80 { return nil }
    return wideSpaces.first { text.suffix($0.count).elementsEqual($0) }?.count
  }

  /// The UTF-8 of the white space outside ASCII.
  private static let wideSpaces: [[UInt8]] =
    (["\u{85}", "\u{A0}", "\u{1680}", "\u{2028}", "\u{2029}", "\u{202F}", "\u{205F}", "\u{3000}"]
    + (0x2000...0x200A).compactMap { UnicodeScalar($0).map(String.init) })
    .map { Array($0.utf8) }
}
