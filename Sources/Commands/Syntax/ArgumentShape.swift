/// What the matcher must know of one option or positional; what it means is the command's affair.
package struct ArgumentShape: Sendable {
  /// How many values follow.
  package enum Arity: Sendable {
    case none
    case one
    /// `[name]`
    case optional
    /// `[name ...]`
    case any
    /// `name [name ...]`
    case atLeastOne
  }

  /// `["-j", "--jobs"]` of an option, `["targets"]` of a positional.
  package var names: [String]
  package var arity: Arity
  package var isPositional: Bool
  /// Options of one group exclude each other.
  package var group: String?
  /// Whether an option must be given.
  package var isRequired = false
  /// Whether DVC knows no such option of the command: where a prefix fits, its own go first.
  package var isOurs = false
  /// What a shell offers for the value.
  package var completion = Completion.files

  /// The name in error messages: `-j/--jobs`.
  package var displayName: String { names.joined(separator: "/") }
}

extension ArgumentShape.Arity {
  /// The fewest values that will do.
  var minimum: Int {
    switch self {
    case .one, .atLeastOne: 1
    case .none, .optional, .any: 0
    }
  }

  var maximum: Int {
    switch self {
    case .none: 0
    case .one, .optional: 1
    case .any, .atLeastOne: .max
    }
  }
}
