/// The parts of Python's text handling that DVC's file formats lean on, for bytes that hold UTF-8.
enum PythonText {
  /// Drops white space from both ends, as `str.strip()` does: ASCII's, and Unicode's.
  static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    trimmedEnd(trimmedStart(text))
  }

  static func trimmedStart(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = text
    while let width = leadingSpaceWidth(rest) { rest = rest.dropFirst(width) }
    return rest
  }

  static func trimmedEnd(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = text
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

  /// Splits after every line end that `str.splitlines()` knows; each line keeps its end.
  static func unicodeLinesWithEnds(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var rest = text[...]
    var end = rest.startIndex
    while end < rest.endIndex {
      guard let width = lineEndWidth(rest[end...]) else {
        end += 1
        continue
      }
      lines.append(rest[..<(end + width)])
      rest = rest[(end + width)...]
      end = rest.startIndex
    }
    return rest.isEmpty ? lines : lines + [rest]
  }

  /// Drops the end that `unicodeLinesWithEnds` left on a line.
  static func withoutLineEnd(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    for width in 1...3 where line.count >= width {
      if lineEndWidth(line.suffix(width)) == width {
        let isPair = width == 1 && line.suffix(2).elementsEqual([0x0D, 0x0A])
        return line.dropLast(isPair ? 2 : width)
      }
    }
    return line
  }

  /// How many bytes the line end at the start of `text` has; nil when there is none.
  private static func lineEndWidth(_ text: ArraySlice<UInt8>) -> Int? {
    guard let first = text.first, first < 0x20 || first > 0x7F else { return nil }
    switch first {
    case 0x0D: return text.starts(with: [0x0D, 0x0A]) ? 2 : 1
    case 0x0A, 0x0B, 0x0C, 0x1C, 0x1D, 0x1E: return 1
    case 0xC2: return text.starts(with: [0xC2, 0x85]) ? 2 : nil
    case 0xE2:
      let isEnd = text.starts(with: [0xE2, 0x80, 0xA8]) || text.starts(with: [0xE2, 0x80, 0xA9])
      return isEnd ? 3 : nil
    default: return nil
    }
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
