/// Text laid out for an output of so many columns, by the rules of the console that DVC prints with:
/// lines break after white space, words longer than a line are cut, and white space stays at the end
/// of a line as far as there is room.
struct ConsolePage {
  let width: Int

  private static let tabSize = 8

  func wrapped(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      wrappedLine(String(line).expandingTabs(Self.tabSize)[...])
    }
  }

  func padded(_ line: String) -> String {
    line + String(repeating: " ", count: max(0, width - line.cells))
  }

  private func wrappedLine(_ line: Substring) -> [String] {
    var lines: [String] = []
    var current = ""
    for word in line.consoleWords {
      if current.cells + word.trimmedEnd.cells <= width {
        current += word
      } else if word.trimmedEnd.cells <= width {
        if !current.isEmpty { lines.append(current) }
        current = String(word)
      } else {
        if !current.isEmpty { lines.append(current) }
        let pieces = pieces(of: word)
        lines += pieces.dropLast()
        current = pieces.last ?? ""
      }
    }
    return (lines + [current]).map(cropped)
  }

  private func pieces(of word: Substring) -> [String] {
    var pieces: [String] = []
    var current = ""
    var cells = 0
    for scalar in word.unicodeScalars {
      if cells + scalar.cells > width {
        pieces.append(current)
        (current, cells) = ("", 0)
      }
      current.unicodeScalars.append(scalar)
      cells += scalar.cells
    }
    return pieces + [current]
  }

  /// Without the white space that passes the width.
  private func cropped(_ line: String) -> String {
    var scalars = Array(line.unicodeScalars)
    var cells = line.cells
    while cells > width, let last = scalars.last, last.properties.isWhitespace {
      scalars.removeLast()
      cells -= 1
    }
    var result = ""
    result.unicodeScalars.append(contentsOf: scalars)
    return result
  }
}

extension Substring {
  /// The words, each with the white space around it that belongs to no word before.
  fileprivate var consoleWords: [Substring] {
    var words: [Substring] = []
    var start = unicodeScalars.startIndex
    var seenText = false
    var previousIsSpace = false
    for index in unicodeScalars.indices {
      let isSpace = unicodeScalars[index].properties.isWhitespace
      if !isSpace, seenText, previousIsSpace {
        words.append(self[start..<index])
        start = index
      }
      seenText = seenText || !isSpace
      previousIsSpace = isSpace
    }
    return start < endIndex ? words + [self[start...]] : words
  }

  fileprivate var cells: Int { unicodeScalars.reduce(0) { $0 + $1.cells } }

  fileprivate var trimmedEnd: Substring {
    var text = self
    while let last = text.unicodeScalars.last, last.properties.isWhitespace {
      text.unicodeScalars.removeLast()
    }
    return text
  }
}

extension String {
  fileprivate var cells: Int { self[...].cells }
}

extension UnicodeScalar {
  /// How many columns of a terminal the character takes.
  fileprivate var cells: Int {
    if isASCII { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
