/// The part of an ignore pattern between two slashes, which matches one name.
enum NamePattern: Sendable, Equatable {
  case everything
  case literal([UInt8])
  /// `text*`
  case prefix([UInt8])
  /// `*text`
  case suffix([UInt8])
  case glob([Token])

  enum Token: Sendable, Equatable {
    /// Any run of characters, also none.
    case star
    /// One character: a Unicode scalar, or a byte that is not UTF-8.
    case one
    case byte(UInt8)
    case set(CharacterSet)
  }

  /// A bracket expression.
  struct CharacterSet: Sendable, Equatable {
    var isNegated = false
    var ranges: [ClosedRange<UInt32>] = []

    func contains(_ character: UInt32) -> Bool {
      ranges.contains { $0.contains(character) } != isNegated
    }
  }

  func matches(_ name: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .everything: true
    case .literal(let text): name.count == text.count && name.elementsEqual(text)
    case .prefix(let text): name.starts(with: text)
    case .suffix(let text): name.count >= text.count && name.suffix(text.count).elementsEqual(text)
    case .glob(let tokens): Self.matches(tokens, name)
    }
  }

  /// The byte that a name must begin with; nil when it may be any.
  var firstByte: UInt8? {
    switch self {
    case .literal(let text), .prefix(let text): return text.first
    case .glob(let tokens):
      if case .byte(let byte)? = tokens.first { return byte }
      return nil
    case .everything, .suffix: return nil
    }
  }

  /// The byte that a name must end with; nil when it may be any.
  var lastByte: UInt8? {
    switch self {
    case .literal(let text), .suffix(let text): return text.last
    case .glob(let tokens):
      if case .byte(let byte)? = tokens.last { return byte }
      return nil
    case .everything, .prefix: return nil
    }
  }

  /// Matches with one level of backtracking: only the last star met needs to be widened.
  private static func matches(_ tokens: [Token], _ name: ArraySlice<UInt8>) -> Bool {
    var token = 0
    var position = name.startIndex
    var retry: (token: Int, position: Int)?
    while true {
      if token < tokens.count, case .star = tokens[token] {
        token += 1
        retry = (token, position)
      } else if token < tokens.count, let next = step(tokens[token], name, position) {
        token += 1
        position = next
      } else if token == tokens.count, position == name.endIndex {
        return true
      } else if let last = retry, last.position < name.endIndex {
        position = last.position + Character(name, at: last.position).width
        token = last.token
        retry = (token, position)
      } else {
        return false
      }
    }
  }

  /// Where matching goes on after `token` took what stands at `position`; nil when it does not match.
  private static func step(_ token: Token, _ name: ArraySlice<UInt8>, _ position: Int) -> Int? {
    guard position < name.endIndex else { return nil }
    switch token {
    case .byte(let byte): return name[position] == byte ? position + 1 : nil
    case .one: return position + Character(name, at: position).width
    case .set(let set):
      let character = Character(name, at: position)
      return set.contains(character.value) ? position + character.width : nil
    case .star: return nil
    }
  }

  /// One character of a file name: a Unicode scalar, or a lone byte in the range that Python gives it.
  struct Character {
    let value: UInt32
    let width: Int

    init(_ text: ArraySlice<UInt8>, at position: Int) {
      let first = text[position]
      let length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      guard length > 1, position + length <= text.endIndex,
        let scalar = Self.decoded(text[position..<(position + length)])
      else {
        value = first < 0x80 ? UInt32(first) : 0xDC00 + UInt32(first)
        width = 1
        return
      }
      value = scalar
      width = length
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> UInt32? {
      String(validating: bytes, as: UTF8.self)?.unicodeScalars.first?.value
    }
  }
}
