extension YAMLOutput {
  /// Writes a string in the style that its characters ask for.
  ///
  /// `indent` is where continuation lines begin; nil keeps the string on one line, as keys are.
  mutating func write(string: String, continuedAt indent: Int?, inFlow: Bool = false) {
    if string.isObviouslyPlain {
      write(word: string, continuedAt: indent)
      return
    }
    let text = Array(string.unicodeScalars)
    switch YAMLStringAnalysis(text, string, inFlow: inFlow).style {
    case .plain: writePlain(text, indent)
    case .single: writeSingleQuoted(text, indent)
    case .double: writeDoubleQuoted(text, indent)
    }
  }

  /// Writes a word of ASCII, on the next line when it would pass the width.
  mutating func write(word: String, continuedAt indent: Int?) {
    if let indent, column + word.utf8.count > Self.bestWidth, column > indent {
      newLine(indent: indent)
    }
    write(ascii: word.utf8)
  }

  /// Breaks before a word that would pass the width, and at single spaces beyond it.
  private mutating func writePlain(_ text: [UnicodeScalar], _ indent: Int?) {
    var position = text.startIndex
    while position < text.endIndex {
      let isSpace = text[position] == " "
      let end = text[position...].firstIndex { ($0 == " ") != isSpace } ?? text.endIndex
      let run = text[position..<end]
      if let indent, isSpace, run.count == 1, column >= Self.bestWidth {
        newLine(indent: indent)
      } else {
        if let indent, !isSpace, column + run.count > Self.bestWidth, column > indent {
          newLine(indent: indent)
        }
        write(run)
      }
      position = end
    }
  }

  /// Breaks at single spaces beyond the width.
  private mutating func writeSingleQuoted(_ text: [UnicodeScalar], _ indent: Int?) {
    write("'")
    for index in text.indices {
      let scalar = text[index]
      let isInside = index > 0 && index < text.count - 1
      if let indent, scalar == " ", isInside, column > Self.bestWidth,
        text[index - 1] != " ", text[index + 1] != " "
      {
        newLine(indent: indent)
      } else if scalar.isYAMLBreak {
        write(lineBreak: scalar)
        let endsBreaks = index + 1 == text.count || !text[index + 1].isYAMLBreak
        if endsBreaks { pad(to: indent ?? 0) }
      } else {
        if scalar == "'" { write("'") }
        write(scalar)
      }
    }
    write("'")
  }
}

extension String {
  /// Whether it is certain to be written as it is: short of proof, the long way decides.
  fileprivate var isObviouslyPlain: Bool {
    guard let first = utf8.first, first.isPlainLetter || first == UInt8(ascii: "/") else {
      return false
    }
    let isPath = utf8.allSatisfy { byte in
      byte.isPlainLetter || (UInt8(ascii: "-")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "_")
    }
    return isPath && YAMLScalarKind(utf8) == .string
  }
}

extension UInt8 {
  fileprivate var isPlainLetter: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}
