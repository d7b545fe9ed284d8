/// Matches the whole of a text against the patterns of YAML's numbers and dates.
struct ByteScan {
  private let text: String.UTF8View
  private var at: String.UTF8View.Index

  init(_ text: String.UTF8View) {
    self.text = text
    at = text.startIndex
  }

  /// `[-+]?0b[01_]+`, `[-+]?0o?[0-7_]+`, `[-+]?[0-9_]+` or `[-+]?0x[0-9a-fA-F_]+`
  mutating func matchesInteger() -> Bool {
    restart()
    skipSign()
    let body = at
    if run(where: { Self.isDigit($0) || $0 == Self.underscore }) > 0, isAtEnd { return true }
    at = body
    guard skip(UInt8(ascii: "0")), let base = next() else { return false }
    switch base {
    case UInt8(ascii: "b"):
      return run { ($0 & ~1) == UInt8(ascii: "0") || $0 == Self.underscore } > 0 && isAtEnd
    case UInt8(ascii: "o"):
      return run { ($0 & ~7) == UInt8(ascii: "0") || $0 == Self.underscore } > 0 && isAtEnd
    case UInt8(ascii: "x"):
      return run { Self.isHexDigit($0) || $0 == Self.underscore } > 0 && isAtEnd
    default: return false
    }
  }

  /// `[-+]?D[D_]*\.[D_]*([eE][-+]?D+)?`, `[-+]?D[D_]*[eE][-+]?D+`, `[-+]?\.[D_]+([eE][-+]D+)?`,
  /// `[-+]?\.(inf|Inf|INF)` or `\.(nan|NaN|NAN)`, where D is a decimal digit
  mutating func matchesFloat() -> Bool {
    restart()
    skipSign()
    if skip(UInt8(ascii: ".")) { return matchesAfterLeadingPoint() }
    guard let first = next(), Self.isDigit(first) else { return false }
    run(where: Self.isDigitOrUnderscore)
    guard skip(UInt8(ascii: ".")) else { return matchesExponent(signRequired: false) }
    run(where: Self.isDigitOrUnderscore)
    return isAtEnd || matchesExponent(signRequired: false)
  }

  private mutating func matchesAfterLeadingPoint() -> Bool {
    let rest = at
    if run(where: Self.isDigitOrUnderscore) > 0 {
      return isAtEnd || matchesExponent(signRequired: true)
    }
    at = rest
    let word = String(text[at...]) ?? ""
    if ["inf", "Inf", "INF"].contains(word) { return true }
    return text.first == UInt8(ascii: ".") && ["nan", "NaN", "NAN"].contains(word)
  }

  private mutating func matchesExponent(signRequired: Bool) -> Bool {
    guard let mark = next(), mark | 0x20 == UInt8(ascii: "e") else { return false }
    let sign = skipSign()
    return (sign || !signRequired) && run(where: Self.isDigit) > 0 && isAtEnd
  }

  /// `DDDD-DD-DD`, or a date with a time, in the forms that YAML knows
  mutating func matchesTimestamp() -> Bool {
    restart()
    guard digits(4...4), skip(UInt8(ascii: "-")) else { return false }
    let month = run(where: Self.isDigit)
    guard (1...2).contains(month), skip(UInt8(ascii: "-")) else { return false }
    let day = run(where: Self.isDigit)
    guard (1...2).contains(day) else { return false }
    if isAtEnd { return month == 2 && day == 2 }
    return matchesTimeOfDay()
  }

  private mutating func matchesTimeOfDay() -> Bool {
    if !skip(UInt8(ascii: "T")), !skip(UInt8(ascii: "t")) {
      guard run(where: Self.isBlank) > 0 else { return false }
    }
    guard digits(1...2), skip(UInt8(ascii: ":")), digits(2...2), skip(UInt8(ascii: ":")),
      digits(2...2)
    else { return false }
    if skip(UInt8(ascii: ".")) { run(where: Self.isDigit) }
    if isAtEnd { return true }
    run(where: Self.isBlank)
    if skip(UInt8(ascii: "Z")) { return isAtEnd }
    guard skipSign(), digits(1...2) else { return false }
    if isAtEnd { return true }
    return skip(UInt8(ascii: ":")) && digits(2...2) && isAtEnd
  }

  // MARK: Steps

  private var isAtEnd: Bool { at == text.endIndex }

  private mutating func restart() { at = text.startIndex }

  private mutating func next() -> UInt8? {
    guard !isAtEnd else { return nil }
    defer { text.formIndex(after: &at) }
    return text[at]
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard !isAtEnd, text[at] == byte else { return false }
    text.formIndex(after: &at)
    return true
  }

  @discardableResult
  private mutating func skipSign() -> Bool {
    skip(UInt8(ascii: "-")) || skip(UInt8(ascii: "+"))
  }

  private mutating func digits(_ count: ClosedRange<Int>) -> Bool {
    count.contains(run(where: Self.isDigit))
  }

  @discardableResult
  private mutating func run(where matches: (UInt8) -> Bool) -> Int {
    var count = 0
    while !isAtEnd, matches(text[at]) {
      text.formIndex(after: &at)
      count += 1
    }
    return count
  }

  private static let underscore = UInt8(ascii: "_")

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isDigitOrUnderscore(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == underscore
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
