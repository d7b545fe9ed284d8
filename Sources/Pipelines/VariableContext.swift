internal import Basics
internal import Formats

/// The variables that `${…}` can name, and where each of them was defined.
struct VariableContext {
  private(set) var values = Value.Mapping()
  /// Where the value at a path of keys comes from, as errors name it.
  private var origins: [VariablePath: String] = [:]

  /// Merges `more` into the variables, mapping by mapping.
  ///
  /// - Parameter origin: the file, or the place such as `vars[1]`, that errors name.
  /// - Throws: ``ResolutionProblem`` when something but a mapping is defined again, `CairnError` for a
  ///   value that cannot be a variable.
  mutating func merge(_ more: Value.Mapping, from origin: String) throws {
    try checkTypes(.map(more), at: [], in: origin)
    values = try merged(values, with: more, below: [], from: origin)
  }

  /// Sets a variable over whatever had its name.
  mutating func set(_ name: String, to value: Value) throws {
    try checkTypes(value, at: [name], in: "<local>")
    values[name] = value
    record("<local>", at: [name], value)
  }

  func defines(_ name: String) -> Bool { values[name] != nil }

  /// The value that an expression names.
  func value(of expression: Expression) throws(ResolutionProblem) -> Value {
    var value = Value.map(values)
    for word in expression.words {
      guard let next = member(word, of: value) else {
        throw ResolutionProblem.notFound(expression.path)
      }
      value = next
    }
    return value
  }

  private func member(_ word: String, of value: Value) -> Value? {
    switch value {
    case .map(let mapping):
      return mapping.keyValue(for: word).string == nil ? nil : mapping[word]
    case .array(let items):
      guard let index = pythonInteger(word) else { return nil }
      let position = index < 0 ? items.count + index : index
      return items.indices.contains(position) ? items[position] : nil
    default:
      return nil
    }
  }
}

extension VariableContext {
  private mutating func merged(
    _ old: Value.Mapping, with new: Value.Mapping, below path: [String], from origin: String
  ) throws(ResolutionProblem) -> Value.Mapping {
    var result = old
    for (key, value) in new.pairs {
      let place = path + [key]
      switch (old[key], value) {
      case (nil, _):
        result.set(value, forKey: key, typed: new.keyValue(for: key))
        record(origin, at: place, value)
      case (.map(let inner)?, .map(let more)):
        result[key] = .map(try merged(inner, with: more, below: place, from: origin))
      default:
        let first = origins[VariablePath(place)] ?? origin
        throw .redefinition(place.joined(separator: "."), from: origin, of: first)
      }
    }
    return result
  }

  private mutating func record(_ origin: String, at path: [String], _ value: Value) {
    origins[VariablePath(path)] = origin
    for (key, inner) in value.map?.pairs ?? [] { record(origin, at: path + [key], inner) }
  }
}

/// A path of keys, told apart by bytes.
private struct VariablePath: Hashable {
  private let keys: [[UInt8]]

  init(_ keys: [String]) { self.keys = keys.map { Array($0.utf8) } }
}

/// Refuses what DVC cannot hold in a variable: dates and times.
private func checkTypes(_ value: Value, at path: [String], in origin: String) throws(CairnError) {
  switch value {
  case .timestamp:
    throw unexpected(
      "Unsupported value of type '\(value.pythonTypeName)' in "
        + "'\(origin):\(path.joined(separator: "."))'")
  case .array(let items):
    for (index, item) in items.enumerated() {
      try checkTypes(item, at: path + ["\(index)"], in: origin)
    }
  case .map(let mapping):
    for (key, inner) in mapping.pairs { try checkTypes(inner, at: path + [key], in: origin) }
  default:
    break
  }
}

/// Reads what Python's `int()` reads: blanks around, a sign, single `_` between digits.
private func pythonInteger(_ text: String) -> Int? {
  let digits = text.utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
  let groups = digits.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
  guard groups.allSatisfy({ !$0.isEmpty }) else { return nil }
  return Int(String(decoding: text.utf8.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self))
}
