import Basics

extension Schema.Complaint {
  /// As the schema checker of DVC words it: `expected int for dictionary value @ data['outs'][0]['size']`.
  var pythonText: String {
    let steps = path.map { "[\($0.pythonText)]" }.joined()
    return message + (isOfValue ? " for dictionary value" : "")
      + (steps.isEmpty ? "" : " @ data" + steps)
  }

  /// Whether the value of a key is wrong: not the key itself, nor an item of a list.
  private var isOfValue: Bool {
    guard case .key = path.last else { return false }
    return message != "extra keys not allowed" && message != "required key not provided"
  }
}

extension YAMLPathStep {
  fileprivate var pythonText: String {
    switch self {
    case .key(let key): pythonQuoted(key)
    case .index(let index): String(index)
    }
  }
}
