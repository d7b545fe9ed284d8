import Basics
import Formats

/// The values of a parameter file by dotted keys.
struct ParameterValues {
  private let name: String
  private let root: Value.Mapping

  init(parsing bytes: [UInt8], named name: String) throws {
    self.name = name
    root = try ParameterDocument(parsing: bytes, name: name).value.map ?? Value.Mapping()
  }

  /// The keys that are there, sorted; all at the top when none is named.
  func values(of keys: [String]) -> Value.Mapping {
    var found = Value.Mapping()
    let wanted = keys.isEmpty ? root.keys : keys
    for key in wanted.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      if let value = lookup(key) { found[key] = value }
    }
    return found
  }

  /// The same, but every key must be there.
  func required(_ keys: [String]) throws -> Value.Mapping {
    let found = values(of: keys)
    let missing = keys.filter { found[$0] == nil }
    if missing.isEmpty { return found }
    throw CairnError(
      "Parameters '\(missing.joined(separator: ", "))' are missing from '\(name)'.")
  }

  /// Follows a dotted key through mappings and, by number, through lists.
  private func lookup(_ key: String) -> Value? {
    var value = Value.map(root)
    for part in key.split(separator: ".", omittingEmptySubsequences: false) {
      switch value {
      case .map(let mapping):
        guard let next = mapping[String(part)] else { return nil }
        value = next
      case .array(let items):
        guard let index = Int(part), items.indices.contains(index) else { return nil }
        value = items[index]
      default: return nil
      }
    }
    return value
  }
}
