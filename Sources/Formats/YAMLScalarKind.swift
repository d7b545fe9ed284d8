/// What a plain scalar is by the core schema of YAML 1.2, with the extensions that DVC's reader has.
///
/// `yes`, `no`, `on` and `off` are strings; numbers may hold `_`.
enum YAMLScalarKind {
  case null, bool, integer, float, timestamp
  /// `<<`
  case merge
  /// `=`
  case value
  case string

  init(_ text: String.UTF8View) {
    guard let first = text.first else {
      self = .null
      return
    }
    switch first {
    case UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"):
      self = Self.isWord(text, among: ["~", "null", "Null", "NULL"]) ? .null : .string
    case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"):
      let words: [StaticString] = ["true", "True", "TRUE", "false", "False", "FALSE"]
      self = Self.isWord(text, among: words) ? .bool : .string
    case UInt8(ascii: "<"): self = Self.isWord(text, among: ["<<"]) ? .merge : .string
    case UInt8(ascii: "="): self = Self.isWord(text, among: ["="]) ? .value : .string
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      self = Self.number(text, first)
    default: self = .string
    }
  }

  private static func isWord(_ text: String.UTF8View, among words: [StaticString]) -> Bool {
    words.contains { word in
      word.withUTF8Buffer { text.elementsEqual($0) }
    }
  }

  private static func number(_ text: String.UTF8View, _ first: UInt8) -> YAMLScalarKind {
    var scan = ByteScan(text)
    if scan.matchesInteger() && first != UInt8(ascii: ".") { return .integer }
    if scan.matchesFloat() { return .float }
    if scan.matchesTimestamp() { return .timestamp }
    return .string
  }
}
