/// Words libyaml's complaints as DVC's parser does.
struct YAMLProblemWording {
  /// What the token at the problem is called, as far as there is one.
  var token: String
  /// The character at the problem; nil at the end.
  var character: UnicodeScalar?

  /// The parser's context and problem; both may change, and the context may go.
  func reworded(context: String?, problem: String) -> (context: String?, problem: String) {
    (self.context(context), problems(context)[problem] ?? problem)
  }

  private func context(_ context: String?) -> String? {
    switch context {
    case "while scanning for the next token": nil
    case "while parsing a quoted scalar": "while scanning a double-quoted scalar"
    case "while parsing a %YAML directive", "while parsing a %TAG directive",
      "while scanning a %YAML directive", "while scanning a %TAG directive":
      "while scanning a directive"
    default: context
    }
  }

  private func problems(_ context: String?) -> [String: String] {
    [
      "did not find expected <document start>":
        "expected '<document start>', but found ('\(token)',)",
      "did not find expected node content": "expected the node content, but found '\(token)'",
      "did not find expected '-' indicator": "expected <block end>, but found '\(token)'",
      "did not find expected key": "expected <block end>, but found '\(token)'",
      "did not find expected ',' or ']'": "expected ',' or ']', but got '\(token)'",
      "did not find expected ',' or '}'": "expected ',' or '}', but got '\(token)'",
      "found duplicate %YAML directive": "found duplicate yaml directive",
      "found incompatible YAML document":
        "found incompatible yaml document (version 1.* is required)",
      "found character that cannot start any token":
        "found character \(shownCharacter) that cannot start any token",
      "block sequence entries are not allowed in this context":
        "sequence entries are not allowed here",
      "mapping keys are not allowed in this context": "mapping keys are not allowed here",
      "mapping values are not allowed in this context": "mapping values are not allowed here",
      "did not find expected alphabetic or numeric character":
        "expected alphabetic or numeric character, but found \(shownCharacter)",
      "could not find expected directive name":
        "expected alphabetic or numeric character, but found \(shownCharacter)",
      "did not find expected version number": "expected a digit, but found \(shownCharacter)",
      "did not find expected comment or line break": commentExpected(context),
      "found an indentation indicator equal to 0":
        "expected indentation indicator in the range 1-9, but found 0",
      "found unexpected document indicator": "found unexpected document separator",
      "found unknown escape character": "found unknown escape character \(shownCharacter)",
      "did not find the expected '>'": "expected '>' but found \(shownCharacter)",
      "did not find expected whitespace or line break": "expected ' ', but found \(shownCharacter)",
      "did not find expected tag URI": "expected URI, but found \(shownCharacter)",
    ]
  }

  private func commentExpected(_ context: String?) -> String {
    "expected a comment or a line break, but found \(shownCharacter)"
  }

  /// As Python's `repr` shows it.
  private var shownCharacter: String {
    guard let character else { return "'\\x00'" }
    switch character {
    case "\n": return "'\\n'"
    case "\t": return "'\\t'"
    case "\r": return "'\\r'"
    case "'": return "\"'\""
    case "\\": return "'\\\\'"
    default: return "'\(character)'"
    }
  }
}
