package import Basics

/// A pattern that cannot be read. DVC fails on the same ones, in every command.
package struct IgnoreError: Error, Sendable, Equatable {
  package let directory: RelativePath
  package let line: Int
  package let pattern: [UInt8]
  let problem: Problem

  enum Problem: Error, Sendable, Equatable {
    case syntax(NamePattern.SyntaxError)
    /// A lone `!`.
    case nothingNegated
    case tooManyParts
  }
}

extension IgnoreError: UserFacingError {
  package var userError: CairnError {
    let file = directory.appending(".dvcignore").string
    let text = String(decoding: pattern, as: UTF8.self)
    return CairnError(
      "Invalid git pattern: '\(text)': \(problem.text)", kind: .unexpected,
      hints: ["The pattern is in \(file), line \(line)."])
  }
}

extension IgnoreError.Problem {
  fileprivate var text: String {
    switch self {
    case .syntax(.escapeAtEnd): "a backslash has no character after it"
    case .syntax(.badRange): "bad character range"
    case .nothingNegated: "there is nothing after the '!'"
    case .tooManyParts: "it has more than \(IgnorePattern.maximalParts) parts"
    }
  }
}
