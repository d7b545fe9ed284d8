extension YAMLOutput {
  /// Writes a string with escapes, folded where the writer of DVC folds it: at spaces, or after an
  /// escape, with a backslash at the end of the line unless the break reads back as one space.
  mutating func writeDoubleQuoted(_ text: [UnicodeScalar], _ indent: Int?) {
    write("\"")
    var start = 0
    for end in 0...text.count {
      if end == text.count || text[end].needsEscape {
        if start < end { write(text[start..<end]) }
        if end < text.count { write(escape: text[end]) }
        start = end + 1
      }
      guard let indent, end > 0, end < text.count - 1, text[end] == " " || start >= end,
        column + (end - start) > Self.bestWidth
      else { continue }
      fold(text, &start, end, indent)
    }
    write("\"")
  }

  private mutating func fold(_ text: [UnicodeScalar], _ start: inout Int, _ end: Int, _ indent: Int)
  {
    let isAllowedBare = start != end && text.foldsWithoutBackslash(at: end)
    if start < end {
      write(text[start..<end])
      start = end
    }
    // DVC's writer folds here without a backslash, and then reads a space that was not there.
    let isBare = isAllowedBare && text[start] == " "
    if !isBare { write("\\") }
    newLine(indent: indent)
    guard text[start] == " " else { return }
    if isBare { start += 1 } else { write("\\") }
  }

  private mutating func write(escape scalar: UnicodeScalar) {
    write("\\")
    if let letter = scalar.escapeLetter {
      write(letter)
      return
    }
    let hex = String(scalar.value, radix: 16, uppercase: true)
    let (mark, width): (UnicodeScalar, Int) =
      scalar.value <= 0xFF ? ("x", 2) : scalar.value <= 0xFFFF ? ("u", 4) : ("U", 8)
    write(mark)
    write(ascii: repeatElement(UInt8(ascii: "0"), count: width - hex.utf8.count))
    write(ascii: hex.utf8)
  }
}

extension [UnicodeScalar] {
  /// Whether a line may end at `end` with nothing but the break.
  fileprivate func foldsWithoutBackslash(at end: Int) -> Bool {
    guard let space = self[end...].firstIndex(of: " ") else { return false }
    let stop = self[end..<space].firstIndex(of: "\n") ?? space
    guard stop + 1 < count else { return false }
    let next = self[stop + 1]
    if self[stop] == "\n", next != " " { return false }
    if self[end..<stop].contains(where: { $0 == "\"" || $0 == "'" }) { return false }
    if next == " " || next == "\n" { return false }
    return !(self[end - 1] == " " && self[end] == " ")
  }
}

extension UnicodeScalar {
  fileprivate var needsEscape: Bool {
    switch value {
    case 0x22, 0x5C, 0x85, 0x2028, 0x2029, 0xFEFF: true
    case 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: false
    default: true
    }
  }

  fileprivate var escapeLetter: UnicodeScalar? {
    switch value {
    case 0x00: "0"
    case 0x07: "a"
    case 0x08: "b"
    case 0x09: "t"
    case 0x0A: "n"
    case 0x0B: "v"
    case 0x0C: "f"
    case 0x0D: "r"
    case 0x1B: "e"
    case 0x22: "\""
    case 0x5C: "\\"
    case 0x85: "N"
    case 0xA0: "_"
    case 0x2028: "L"
    case 0x2029: "P"
    default: nil
    }
  }
}
