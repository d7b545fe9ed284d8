/// A shell pattern as Git matches it against bytes (gitignore(5), glob(7)).
///
/// Takes time in proportion to the pattern times the text, whatever the pattern.
struct GitGlob: Sendable, Equatable {
  /// One step of the pattern. Every step but those of gaps and stars takes one byte.
  enum Step: Sendable, Equatable {
    case byte(UInt8)
    case set(ByteSet)
    /// `*`: any bytes, but no slash where paths are matched.
    case star
    /// `**`: any bytes.
    case anything
    /// `**/` for no directory at all; otherwise goes on with the step after it, a `gap`.
    case gapEntry
    /// `**/` for some directories: any bytes up to a slash.
    case gap
  }

  let steps: [Step]
  let matchesPaths: Bool
  let ignoresCase: Bool

  /// Reads a pattern; nil when it is malformed, and so matches nothing.
  ///
  /// - Parameter matchesPaths: whether slashes divide the text: only `**` matches them.
  init?(_ pattern: ArraySlice<UInt8>, matchesPaths: Bool, ignoresCase: Bool) {
    var parser = GitGlobParser(pattern, matchesPaths: matchesPaths, ignoresCase: ignoresCase)
    guard let steps = parser.parse() else { return nil }
    self.steps = steps
    self.matchesPaths = matchesPaths
    self.ignoresCase = ignoresCase
  }

  func matches(_ text: ArraySlice<UInt8>) -> Bool {
    // reached[n]: the first n steps match what was read of the text.
    var reached = [Bool](repeating: false, count: steps.count + 1)
    reached[0] = true
    skip(&reached)
    for byte in text {
      guard advance(&reached, over: ignoresCase ? byte.lowercased : byte) else { return false }
    }
    return reached[steps.count]
  }

  /// Reads one byte; false when no match is possible any more.
  private func advance(_ reached: inout [Bool], over byte: UInt8) -> Bool {
    let isSlash = byte == UInt8(ascii: "/")
    var isAlive = false
    for index in steps.indices.reversed() {
      let before = reached[index]
      // From here on `reached[index + 1]` is about the text with `byte`.
      switch steps[index] {
      case .byte(let wanted): reached[index + 1] = before && byte == wanted
      case .set(let set):
        reached[index + 1] = before && set.contains(byte) && !(isSlash && matchesPaths)
      case .star: reached[index + 1] = (before || reached[index + 1]) && !(isSlash && matchesPaths)
      case .anything: reached[index + 1] = before || reached[index + 1]
      case .gapEntry: reached[index + 1] = before || reached[index + 1]
      case .gap: reached[index + 1] = before && isSlash
      }
      isAlive = isAlive || reached[index + 1]
    }
    reached[0] = false
    skip(&reached)
    return isAlive
  }

  /// Passes over the steps that may match nothing.
  private func skip(_ reached: inout [Bool]) {
    for index in steps.indices where reached[index] {
      switch steps[index] {
      case .star, .anything: reached[index + 1] = true
      case .gapEntry:
        reached[index + 1] = true
        reached[index + 2] = true
      default: break
      }
    }
  }
}

/// A set of bytes, one bit each.
struct ByteSet: Sendable, Equatable {
  private var words: SIMD4<UInt64> = .zero

  static let all: ByteSet = {
    var set = ByteSet()
    set.insert(0...255)
    return set
  }()

  func contains(_ byte: UInt8) -> Bool {
    words[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0
  }

  mutating func insert(_ byte: UInt8) {
    words[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
  }

  mutating func insert(_ range: ClosedRange<UInt8>) {
    for byte in range { insert(byte) }
  }

  mutating func negate() {
    words = ~words
  }

  /// Adds the lower-case form of every upper-case letter.
  mutating func foldCase() {
    for letter in UInt8(ascii: "A")...UInt8(ascii: "Z") where contains(letter) {
      insert(letter.lowercased)
    }
  }
}

extension UInt8 {
  var lowercased: UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self + 32 : self
  }
}
