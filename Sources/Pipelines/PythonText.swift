internal import Basics
internal import Formats

extension Value {
  /// The value as Python's `str()` writes it.
  var pythonText: String {
    if case .string(let text) = self { text } else { pythonRepresentation }
  }

  /// The value as Python's `repr()` writes it.
  var pythonRepresentation: String {
    switch self {
    case .null: "None"
    case .bool(let flag): flag ? "True" : "False"
    case .integer(let number): "\(number)"
    case .bigInteger(let digits): digits
    case .float(let number): pythonRepr(number)
    case .string(let text): pythonQuoted(text)
    case .timestamp(let text): text
    case .array(let items): "[\(items.map(\.pythonRepresentation).joined(separator: ", "))]"
    case .map(let mapping): "{\(mapping.pairs.map(entry).joined(separator: ", "))}"
    }
  }

  private func entry(_ pair: (key: String, value: Value)) -> String {
    "\(pythonQuoted(pair.key)): \(pair.value.pythonRepresentation)"
  }
}
