import Basics

/// Words libyaml's complaints as DVC's parser does.
struct YAMLProblemWording {
  let places: YAMLPlaces
  /// Where libyaml sees the problem.
  let offset: Int
  /// What the token there is called.
  let token: String

  /// The parser's context and problem. Both may change, the context may go, and the problem may lie
  /// a little further on.
  func reworded(
    context: String?, problem: String
  ) -> (context: String?, problem: String, offset: Int) {
    let isEscape = problem == "found unknown escape character"
    let message = message(for: problem, context)
    return (self.context(for: problem, context), message, isEscape ? offset + 1 : offset)
  }

  private func context(for problem: String, _ context: String?) -> String? {
    if problem.hasPrefix("found a tab character") { return nil }
    switch (context, problem) {
    case ("while scanning for the next token", _): return nil
    case ("while parsing a quoted scalar", _): return "while scanning a double-quoted scalar"
    case ("while scanning a %YAML directive", _), ("while scanning a %TAG directive", _):
      return "while scanning a directive"
    case ("while scanning a tag", "did not find the expected '>'"): return "while parsing a tag"
    case (_, "did not find expected tag URI"): return "while parsing an tag"
    default: return context
    }
  }

  private func message(for problem: String, _ context: String?) -> String {
    if let same = Self.renamed[problem] { return same }
    if problem.hasPrefix("found a tab character") { return cannotStart }
    switch problem {
    case "did not find expected <document start>":
      return "expected '<document start>', but found ('\(token)',)"
    case "did not find expected node content":
      return "expected the node content, but found '\(token)'"
    case "did not find expected '-' indicator", "did not find expected key":
      return "expected <block end>, but found '\(token)'"
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
      return "\(problem.dropFirst(13)), but got '\(token)'"
    case "found character that cannot start any token": return cannotStart
    case "found undefined tag handle": return "\(problem) '\(tagHandle)'"
    default: return scannerMessage(for: problem, context)
    }
  }

  private func scannerMessage(for problem: String, _ context: String?) -> String {
    switch problem {
    case "did not find expected alphabetic or numeric character",
      "could not find expected directive name":
      return "expected alphabetic or numeric character, but found \(character(0))"
    case "did not find expected version number":
      return "expected a digit, but found \(character(0))"
    case "did not find expected comment or line break":
      return "expected \(expectedAfterHeader(context)), but found \(character(0))"
    case "found unknown escape character": return "\(problem) \(character(1))"
    case "did not find expected hexdecimal number": return hexadecimalMessage
    case "did not find the expected '>'": return "expected '>' but found \(character(0))"
    case "did not find expected whitespace or line break":
      return "expected ' ', but found \(character(0))"
    case "did not find expected tag URI": return "expected URI, but found \(character(0))"
    default: return problem
    }
  }

  private static let renamed = [
    "found duplicate %YAML directive": "found duplicate yaml directive",
    "found incompatible YAML document":
      "found incompatible yaml document (version 1.* is required)",
    "block sequence entries are not allowed in this context":
      "sequence entries are not allowed here",
    "mapping keys are not allowed in this context": "mapping keys are not allowed here",
    "mapping values are not allowed in this context": "mapping values are not allowed here",
    "found an indentation indicator equal to 0":
      "expected indentation indicator in the range 1-9, but found 0",
    "found unexpected document indicator": "found unexpected document separator",
  ]

  private var cannotStart: String { "found character \(character(0)) that cannot start any token" }

  /// After `|` and `>` come indicators, and then, behind a space, a comment.
  private func expectedAfterHeader(_ context: String?) -> String {
    let isIndicator =
      context == "while scanning a block scalar" && places.character(at: offset - 1) != " "
    return isIndicator ? "chomping or indentation indicators" : "a comment or a line break"
  }

  private var hexadecimalMessage: String {
    let length = ["x": 2, "u": 4, "U": 8][places.character(at: offset - 1)] ?? 2
    let digits = (0..<length).prefix { index in
      places.character(at: offset + index).map { Character($0).isHexDigit } == true
    }
    return "expected escape sequence of \(length) hexdecimal numbers, "
      + "but found \(character(digits.count))"
  }

  /// `!name!` at the problem.
  private var tagHandle: String {
    var handle = "!"
    for next in (offset + 1)... {
      guard let character = places.character(at: next) else { break }
      handle.unicodeScalars.append(character)
      if character == "!" { break }
    }
    return handle
  }

  /// The ASCII character so many bytes behind the problem, as Python's `repr` shows it.
  private func character(_ distance: Int) -> String {
    guard let character = places.character(at: offset + distance) else { return "'\\x00'" }
    return pythonQuoted(String(character))
  }
}
