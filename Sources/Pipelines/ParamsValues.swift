package import Basics
package import Formats

extension ParamsDependency {
  /// The values that the lock file records, in its order: keys sorted, also those of a whole file.
  ///
  /// - Parameters:
  ///   - document: the parameter file.
  ///   - shown: the file as messages name it.
  /// - Throws: DVC's errors for missing parameters and for values that cannot be recorded.
  package func values(
    in document: ParameterDocument, shown: String
  ) throws(CairnError) -> Value.Mapping {
    let values = try found(in: document)
    let missing = keys.filter { values[$0] == nil }
    if !missing.isEmpty {
      let names = missing.sorted(by: precedes).joined(separator: ", ")
      throw CairnError("Parameters '\(names)' are missing from '\(shown)'.")
    }
    if let (_, type) = document.foreignTypes.first(where: { $0.type != "tuple" }) {
      throw CairnError("Object of type \(type) is not JSON serializable")
    }
    return values.sortedByKey
  }

  /// The values of the keys that are there, in the order of the keys; all values for a whole file.
  package func found(in document: ParameterDocument) throws(CairnError) -> Value.Mapping {
    if keys.isEmpty { return try wholeFile(document.value) }
    var found = Value.Mapping()
    for key in keys {
      let values = document.value.values(at: key)
      if values.count > 1 {
        throw CairnError("dpath.get() globs must match only one leaf: \(key)")
      }
      found[key] = values.first
    }
    return found
  }

  private func wholeFile(_ value: Value) throws(CairnError) -> Value.Mapping {
    switch value {
    case .map(let mapping): return mapping
    case .null: return Value.Mapping()
    default:
      throw CairnError("'\(value.pythonTypeName)' object has no attribute 'keys'")
    }
  }
}

/// What became of a parameter since the stage ran.
package enum ParameterChange: String, Sendable {
  case new, modified, deleted
}

extension ParamsDependency {
  /// The parameters that are not as recorded: the keys in their order, or for a whole file those of
  /// the file, then those that are gone from it.
  ///
  /// - Parameter recorded: what the lock file says of the parameter file.
  package func changes(
    from recorded: Value.Mapping, to document: ParameterDocument
  ) throws(CairnError) -> [(key: String, change: ParameterChange)] {
    let current = try found(in: document)
    let names = keys.isEmpty ? current.keys + recorded.keys.filter { current[$0] == nil } : keys
    return names.compactMap { name in
      change(from: recorded[name], to: current[name]).map { (name, $0) }
    }
  }

  private func change(from recorded: Value?, to current: Value?) -> ParameterChange? {
    guard let current else { return .deleted }
    guard let recorded else { return .new }
    return current.pythonEquals(recorded) ? nil : .modified
  }
}

extension Value.Mapping {
  /// The pairs in the order of their keys, which become strings.
  fileprivate var sortedByKey: Value.Mapping {
    var result = Value.Mapping()
    for (key, value) in pairs.sorted(by: { precedes($0.key, $1.key) }) { result[key] = value }
    return result
  }
}

/// The order of code points, in which Python sorts strings.
func precedes(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}
