/// A word of Python source.
struct PythonToken: Equatable {
  enum Kind: Equatable {
    /// A name or keyword.
    case name
    case number
    /// A string with its prefix and quotes.
    case string
    /// One character of punctuation; runs of operators come as one.
    case symbol
  }

  var kind: Kind
  var text: String

  func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
  func isName(_ name: String) -> Bool { kind == .name && text == name }
}

/// One simple statement, or the head of a compound one (`class A:`), on one logical line.
struct PythonStatement: Equatable {
  /// Columns before the line that it is on.
  var indentation: Int
  var tokens: [PythonToken]
  /// Whether it follows another statement or a head on the same line.
  var continuesLine = false

  /// Whether a block belongs to it.
  var opensBlock: Bool { tokens.last?.isSymbol(":") == true }
}

/// A text that cannot be Python.
struct PythonSyntaxError: Error {}
