extension NamePattern {
  /// What is wrong with a pattern; DVC fails on the same ones.
  enum SyntaxError: Error, Equatable {
    case escapeAtEnd
    case badRange(ClosedRange<Int>)
  }

  /// Reads one part of a pattern; nil when a bracket is never closed, which matches nothing.
  init?(parsing text: ArraySlice<UInt8>) throws(SyntaxError) {
    guard let tokens = try Self.tokens(of: text) else { return nil }
    self = Self.simplified(tokens)
  }

  private static func tokens(of text: ArraySlice<UInt8>) throws(SyntaxError) -> [Token]? {
    var tokens: [Token] = []
    var rest = text
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "*"): if tokens.last != .star { tokens.append(.star) }
      case UInt8(ascii: "?"): tokens.append(.one)
      case UInt8(ascii: "\\"):
        guard let escaped = rest.popFirst() else { throw .escapeAtEnd }
        tokens.append(.byte(escaped))
      case UInt8(ascii: "["):
        guard let set = try characterSet(&rest) else { return nil }
        tokens.append(.set(set))
      default: tokens.append(.byte(byte))
      }
    }
    return tokens
  }

  /// Reads a bracket expression after its `[`. A backslash stands for itself.
  private static func characterSet(
    _ rest: inout ArraySlice<UInt8>
  ) throws(SyntaxError) -> CharacterSet? {
    var set = CharacterSet()
    if rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "^") {
      set.isNegated = true
      rest.removeFirst()
    }
    guard let close = rest.dropFirst().firstIndex(of: UInt8(ascii: "]")) else { return nil }
    set.ranges = try ranges(of: rest[..<close])
    rest = rest[(close + 1)...]
    return set
  }

  private static func ranges(
    of text: ArraySlice<UInt8>
  ) throws(SyntaxError) -> [ClosedRange<UInt32>] {
    let characters = characters(of: text)
    var ranges: [ClosedRange<UInt32>] = []
    var index = 0
    while index < characters.count {
      let low = characters[index]
      let isRange = index + 2 < characters.count && characters[index + 1] == 0x2D
      let high = isRange ? characters[index + 2] : low
      guard low <= high else { throw .badRange(Int(high)...Int(low)) }
      ranges.append(low...high)
      index += isRange ? 3 : 1
    }
    return ranges
  }

  private static func characters(of text: ArraySlice<UInt8>) -> [UInt32] {
    var characters: [UInt32] = []
    var position = text.startIndex
    while position < text.endIndex {
      let character = Character(text, at: position)
      characters.append(character.value)
      position += character.width
    }
    return characters
  }

  /// Turns the common shapes into ones that a comparison of bytes answers.
  private static func simplified(_ tokens: [Token]) -> NamePattern {
    if tokens == [.star] { return .everything }
    if let text = bytes(tokens[...]) { return .literal(text) }
    if tokens.last == .star, let text = bytes(tokens.dropLast()) { return .prefix(text) }
    if tokens.first == .star, let text = bytes(tokens.dropFirst()) { return .suffix(text) }
    return .glob(tokens)
  }

  private static func bytes(_ tokens: ArraySlice<Token>) -> [UInt8]? {
    var bytes: [UInt8] = []
    for token in tokens {
      guard case .byte(let byte) = token else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
