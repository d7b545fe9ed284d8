/// What an option may be set to (dvc-format §4.4, §4.5).
enum ConfigOptionKind: Equatable {
  case anything
  case string
  /// Anything at all, read in lower case.
  case lowercased
  case boolean
  /// `true`, `false` or a path.
  case booleanOrString
  case integer(ClosedRange<Int> = Int.min...Int.max)
  case float(atLeast: Double?)
  case oneOf([String])
  /// Names of link types, with commas between them.
  case linkTypes
  /// DVC's schema asks for a type that no text in a file has.
  case never(typeName: String)

  /// What is wrong with `value`, in DVC's words; nil when it fits.
  func problem(with value: Value) -> String? {
    switch self {
    case .anything, .lowercased: nil
    case .string: value.string == nil ? "expected str" : nil
    case .boolean: value.configBoolean == nil ? "expected true or false" : nil
    case .booleanOrString: value.string == nil ? "expected true or false" : nil
    case .integer(let range): integerProblem(value.string.flatMap(pythonInteger), range)
    case .float(let least): floatProblem(value.string.flatMap(pythonFloat), least)
    case .oneOf(let choices): choiceProblem(value, choices)
    case .linkTypes: linkTypeProblem(value)
    case .never(let typeName): "expected \(typeName)"
    }
  }

  private func integerProblem(_ number: Int?, _ range: ClosedRange<Int>) -> String? {
    guard let number else { return "expected int" }
    if number < range.lowerBound { return "value must be at least \(range.lowerBound)" }
    return number > range.upperBound ? "value must be at most \(range.upperBound)" : nil
  }

  private func floatProblem(_ number: Double?, _ least: Double?) -> String? {
    guard let number else { return "expected float" }
    guard let least, !(number >= least) else { return nil }
    return "value must be at least \(Int(least))"
  }

  private func choiceProblem(_ value: Value, _ choices: [String]) -> String? {
    if let text = value.string?.lowercased(), choices.contains(text) { return nil }
    return "expected one of \(choices.joined(separator: ", "))"
  }

  private func linkTypeProblem(_ value: Value) -> String? {
    let known = ["reflink", "hardlink", "symlink", "copy"]
    var unknown: [String] = []
    for name in value.configList where !known.contains(name) && !unknown.contains(name) {
      unknown.append(name)
    }
    if unknown.isEmpty { return nil }
    return "Unsupported cache type(s): \(unknown.joined(separator: ", "))"
  }
}

extension Value {
  /// The value of an option that is on or off.
  var configBoolean: Bool? {
    switch string?.lowercased() {
    case "true": true
    case "false": false
    default: nil
    }
  }

  /// The items of a list, which may be written as one text with commas.
  var configList: [String] {
    switch self {
    case .string(let text):
      text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { item in
        String(decoding: PythonText.trimmed(Array(item)[...]), as: UTF8.self)
      }
    case .array(let items): items.map { $0.string ?? "" }
    case .map(let mapping): mapping.keys
    default: []
    }
  }
}
