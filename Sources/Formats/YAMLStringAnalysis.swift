/// How a string must be written, as far as its characters decide.
struct YAMLStringAnalysis {
  enum Style { case plain, single, double }

  var style: Style
  /// Whether it holds a line break of any kind.
  var isMultiline: Bool

  init(_ text: [UnicodeScalar], _ string: String, inFlow: Bool) {
    guard !text.isEmpty else {
      (style, isMultiline) = (.single, false)
      return
    }
    let facts = Facts(text)
    isMultiline = facts.hasBreak
    if YAMLScalarKind(string.utf8) != .string {
      style = .single
    } else if facts.needsEscapes {
      style = .double
    } else if facts.allowsPlain, !(inFlow && facts.hasFlowIndicator) {
      style = .plain
    } else if facts.hasQuoteOrLineFeed || facts.hasSpaceBesideBreak || facts.hasNextLine {
      style = .double
    } else {
      style = .single
    }
  }
}

/// What a string holds that decides how it may be written.
private struct Facts {
  var needsEscapes = false
  var hasBreak = false
  var hasQuoteOrLineFeed = false
  var hasSpaceBesideBreak = false
  /// U+0085, which DVC writes between single quotes and then reads as a space; escaped, it stays.
  var hasNextLine = false
  /// Whether it holds what ends a plain string within `[]` or `{}`.
  var hasFlowIndicator = false
  /// Whether anything in it would be read as something else when it stands without quotes.
  private var hasIndicator = false
  private var hasOuterSpace: Bool

  var allowsPlain: Bool { !hasBreak && !hasIndicator && !hasOuterSpace }

  init(_ text: [UnicodeScalar]) {
    hasOuterSpace = text.first == " " || text.last == " "
    hasIndicator = Self.startsWithIndicator(text)
    for index in text.indices {
      look(at: text[index], before: index == 0 ? nil : text[index - 1])
      if text[index] == ":", index + 1 == text.count || text[index + 1].isYAMLSpace {
        hasIndicator = true
      }
    }
  }

  private mutating func look(at scalar: UnicodeScalar, before: UnicodeScalar?) {
    switch scalar {
    case "\n", "'": hasQuoteOrLineFeed = true
    case "\u{85}": hasNextLine = true
    case ",", "[", "]", "{", "}": hasFlowIndicator = true
    case "#": if before.map(\.isYAMLSpace) == true { hasIndicator = true }
    case " ": if before.map(\.isYAMLBreak) == true { hasSpaceBesideBreak = true }
    default: break
    }
    if scalar.isYAMLBreak {
      hasBreak = true
      if before == " " { hasSpaceBesideBreak = true }
    }
    if !scalar.isYAMLPrintable { needsEscapes = true }
  }

  private static func startsWithIndicator(_ text: [UnicodeScalar]) -> Bool {
    if text.starts(with: ["-", "-", "-"]) || text.starts(with: [".", ".", "."]) { return true }
    switch text[0] {
    case "#", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`":
      return true
    case "?", "-", ":": return text.count == 1 || text[1].isYAMLSpace
    default: return false
    }
  }
}

extension UnicodeScalar {
  /// A line break to YAML's writer.
  var isYAMLBreak: Bool {
    switch value {
    case 0x0A, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// What separates tokens.
  var isYAMLSpace: Bool {
    switch value {
    case 0, 0x20, 0x09, 0x0D: true
    default: isYAMLBreak
    }
  }

  /// What may stand in a document without being escaped.
  var isYAMLPrintable: Bool {
    switch value {
    case 0x0A, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0x10000...0x10FFFF: true
    case 0xE000...0xFFFD: value != 0xFEFF
    default: false
    }
  }
}
