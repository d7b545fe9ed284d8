/// Reads shell patterns.
struct GitGlobParser {
  private let pattern: ArraySlice<UInt8>
  private let matchesPaths: Bool
  private let ignoresCase: Bool
  private var position: Int
  private var steps: [GitGlob.Step] = []

  init(_ pattern: ArraySlice<UInt8>, matchesPaths: Bool, ignoresCase: Bool) {
    self.pattern = pattern
    self.matchesPaths = matchesPaths
    self.ignoresCase = ignoresCase
    position = pattern.startIndex
  }

  /// The steps of the pattern; nil when a bracket is not closed or a backslash ends it.
  mutating func parse() -> [GitGlob.Step]? {
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "*"): appendStars()
      case UInt8(ascii: "?"): steps.append(.set(.all))
      case UInt8(ascii: "["):
        guard let set = parseSet() else { return nil }
        steps.append(.set(set))
      case UInt8(ascii: "\\"):
        guard let escaped = next() else { return nil }
        append(escaped)
      default: append(byte)
      }
    }
    return steps
  }

  private var following: UInt8? { position < pattern.endIndex ? pattern[position] : nil }

  private mutating func next() -> UInt8? {
    guard let byte = following else { return nil }
    position += 1
    return byte
  }

  private mutating func append(_ byte: UInt8) {
    steps.append(.byte(ignoresCase ? byte.lowercased : byte))
  }

  /// Reads the rest of a run of stars. Two or more are special when slashes or ends are around them.
  private mutating func appendStars() {
    let start = position - 1
    while following == UInt8(ascii: "*") { position += 1 }
    let slash = UInt8(ascii: "/")
    let startsPart = start == pattern.startIndex || pattern[start - 1] == slash
    let endsPart = following == nil || following == slash
    guard position - start > 1, matchesPaths, startsPart, endsPart else {
      return steps.append(.star)
    }
    if next() == nil { steps.append(.anything) } else { steps += [.gapEntry, .gap] }
  }

  /// Reads a bracket expression after its `[`.
  private mutating func parseSet() -> ByteSet? {
    var set = ByteSet()
    let isNegated = following == UInt8(ascii: "!") || following == UInt8(ascii: "^")
    if isNegated { position += 1 }
    var low: UInt8?
    var isFirst = true
    while let byte = next() {
      if byte == UInt8(ascii: "]"), !isFirst { return finished(set, isNegated) }
      isFirst = false
      if byte == UInt8(ascii: "-"), let from = low, let end = following, end != UInt8(ascii: "]") {
        position += 1
        guard let high = end == UInt8(ascii: "\\") ? next() : end else { return nil }
        if from <= high { set.insert(from...high) }
        low = nil
      } else if byte == UInt8(ascii: "["), following == UInt8(ascii: ":"), let name = className() {
        guard let members = Self.classes[name] else { return nil }
        for member in UInt8.min...UInt8.max where members(member) { set.insert(member) }
        low = nil
      } else {
        guard let member = byte == UInt8(ascii: "\\") ? next() : byte else { return nil }
        set.insert(member)
        low = member
      }
    }
    return nil
  }

  private func finished(_ set: ByteSet, _ isNegated: Bool) -> ByteSet {
    var set = set
    if ignoresCase { set.foldCase() }
    if isNegated { set.negate() }
    return set
  }

  /// Reads `:name:]` after a `[` inside of brackets; nil, and reads nothing, when it is not that.
  private mutating func className() -> String? {
    let rest = pattern[(position + 1)...]
    guard let close = rest.firstIndex(of: UInt8(ascii: "]")), close > rest.startIndex,
      pattern[close - 1] == UInt8(ascii: ":")
    else { return nil }
    position = close + 1
    return String(decoding: rest[..<(close - 1)], as: UTF8.self)
  }

  /// The classes of the C locale.
  private static let classes: [String: @Sendable (UInt8) -> Bool] = [
    "alnum": { isLetter($0) || isDigit($0) }, "alpha": isLetter, "digit": isDigit,
    "blank": { $0 == 32 || $0 == 9 }, "cntrl": { $0 < 32 || $0 == 127 },
    "graph": { (33...126).contains($0) }, "print": { (32...126).contains($0) },
    "lower": { (97...122).contains($0) }, "upper": { (65...90).contains($0) },
    "punct": { (33...126).contains($0) && !isLetter($0) && !isDigit($0) },
    "space": { $0 == 32 || (9...13).contains($0) },
    "xdigit": { isDigit($0) || (97...102).contains($0 | 32) },
  ]

  private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 32) }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
