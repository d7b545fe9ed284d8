import Basics

extension Value {
  /// The value as `config` shows it, in Python's way: strings bare, lists and dictionaries as literals.
  var configText: String {
    string ?? pythonLiteral
  }

  private var pythonLiteral: String {
    switch self {
    case .string(let text): pythonQuoted(text)
    case .array(let items): "[\(items.map(\.pythonLiteral).joined(separator: ", "))]"
    case .map(let mapping):
      "{\(mapping.pairs.map { "\(pythonQuoted($0.key)): \($0.value.pythonLiteral)" }.joined(separator: ", "))}"
    default: "None"
    }
  }

  var configTypeName: String {
    switch self {
    case .string: "str"
    case .array: "list"
    case .map: "dict"
    default: "NoneType"
    }
  }
}
