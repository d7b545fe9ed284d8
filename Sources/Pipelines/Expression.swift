internal import Formats

/// What stands between `${` and `}`: a path into the variables such as `train.layers[0]`.
///
/// The grammar is DVC's: a word is a run of characters other than `.`, `[` and `]`; further words
/// follow as `.word` or `[word]` (dvc-format §13.2).
struct Expression {
  /// The words, in the form in which errors show them: `train.layers.0`.
  let path: String

  /// Checks `source`, the text between the braces.
  init(parsing source: String) throws(ResolutionProblem) {
    let scalars = expandingTabs(source)
    if let failure = ExpressionScanner(scalars).firstFailure() {
      throw failure.problem(in: scalars)
    }
    path = String(
      String.UnicodeScalarView(
        source.unicodeScalars.filter { $0 != "]" }.map { $0 == "[" ? "." : $0 }))
  }

  /// The words without the blanks around them, which is how they are looked up.
  var words: [String] {
    path.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
      .map { strippingBlanks($0) }
  }
}

/// Where an expression stops to be one.
struct ExpressionFailure {
  /// Index into the scalars between the braces.
  let index: Int
  let expectation: String

  /// DVC's message of three lines: the expression, a caret, and what was expected.
  func problem(in scalars: [Unicode.Scalar]) -> ResolutionProblem {
    let shown = Array("${".unicodeScalars) + scalars + Array("}".unicodeScalars)
    let column = index + 2
    let found = quoted(foundWord(in: shown, at: column))
    let text = """
      \(String(String.UnicodeScalarView(shown)))
      \(String(repeating: " ", count: column))^
      ParseException: Expected \(expectation), found \(found)  (at char \(column)), \
      (line:1, col:\(column + 1))
      """
    return ResolutionProblem(text: text, standsOnItsOwnLine: true)
  }

  private func foundWord(in shown: [Unicode.Scalar], at column: Int) -> String {
    let word = shown[column...].prefix {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
    return String(String.UnicodeScalarView(word.isEmpty ? shown[column...column] : word))
  }

  private func quoted(_ text: String) -> String {
    text.utf8.elementsEqual("'".utf8) ? "\"'\"" : "'\(text)'"
  }
}

/// Walks over the scalars of an expression.
private struct ExpressionScanner {
  private let scalars: [Unicode.Scalar]
  private var index = 0

  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  /// Where and why the text is no expression; nil when it is one.
  func firstFailure() -> ExpressionFailure? {
    var scanner = self
    guard scanner.word() else { return ExpressionFailure(index: 0, expectation: "!W:(.[])") }
    while scanner.step() {}
    scanner.blanks()
    if scanner.index == scalars.count { return nil }
    return ExpressionFailure(index: scanner.index, expectation: "end of text")
  }

  /// Takes `.word` or `[word]`; takes nothing when neither is there.
  private mutating func step() -> Bool {
    let start = self
    blanks()
    if take(".") && word() { return true }
    self = start
    blanks()
    if take("[") && word() && take("]") { return true }
    self = start
    return false
  }

  private mutating func word() -> Bool {
    let start = index
    while index < scalars.count, !".[]".unicodeScalars.contains(scalars[index]) { index += 1 }
    return index > start
  }

  private mutating func blanks() {
    while index < scalars.count, " \t\r\n".unicodeScalars.contains(scalars[index]) { index += 1 }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard index < scalars.count, scalars[index] == scalar else { return false }
    index += 1
    return true
  }
}

/// The scalars with each tab replaced by blanks up to the next eighth column.
private func expandingTabs(_ text: String) -> [Unicode.Scalar] {
  text.unicodeScalars.reduce(into: []) { scalars, scalar in
    if scalar == "\t" {
      scalars += Array(repeating: " ", count: 8 - scalars.count % 8)
    } else {
      scalars.append(scalar)
    }
  }
}

/// The text without white space at its ends.
private func strippingBlanks(_ scalars: Substring.UnicodeScalarView) -> String {
  let tail = scalars.drop { $0.properties.isWhitespace }
  let end = tail.reversed().drop { $0.properties.isWhitespace }.startIndex.base
  return String(tail[..<end])
}
