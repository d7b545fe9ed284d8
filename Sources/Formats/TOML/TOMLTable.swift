/// A table while its document is read: what later lines may still add to it depends on how it came.
final class TOMLTable {
  enum Origin {
    /// By `[name]`, or the document itself.
    case explicit
    /// Above a table that was named.
    case implicit
    /// By a dotted key; only dotted keys in the same table may add to it.
    case dotted
    /// By braces; nothing may add to it.
    case inline
  }

  private enum Entry {
    case value(Value)
    case table(TOMLTable)
    case tables([TOMLTable])
  }

  private var origin: Origin
  private var names: [String] = []
  private var entries: [[UInt8]: Entry] = [:]

  init(_ origin: Origin) {
    self.origin = origin
  }

  var mapping: Value.Mapping {
    var mapping = Value.Mapping()
    for name in names {
      switch self[name] {
      case .value(let value): mapping[name] = value
      case .table(let table): mapping[name] = .map(table.mapping)
      case .tables(let tables): mapping[name] = .array(tables.map { .map($0.mapping) })
      case nil: break
      }
    }
    return mapping
  }

  private subscript(name: String) -> Entry? { entries[Array(name.utf8)] }

  private func set(_ entry: Entry, for name: String) {
    if entries.updateValue(entry, forKey: Array(name.utf8)) == nil { names.append(name) }
  }

  /// Sets a value by a dotted key; false when something has the name already.
  func set(_ value: Value, at path: [String]) -> Bool {
    guard let name = path.last, let table = dotted(path.dropLast()), table[name] == nil else {
      return false
    }
    table.set(.value(value), for: name)
    return true
  }

  /// The table that the keys before the last lead to, made where it is missing.
  private func dotted(_ path: ArraySlice<String>) -> TOMLTable? {
    guard let name = path.first else { return self }
    switch self[name] {
    case nil:
      let table = TOMLTable(.dotted)
      set(.table(table), for: name)
      return table.dotted(path.dropFirst())
    case .table(let table) where table.origin == .dotted || table.origin == .implicit:
      return table.dotted(path.dropFirst())
    default: return nil
    }
  }

  /// The table of `[path]`; nil when it was defined before, or its name is taken.
  func defineTable(at path: [String]) -> TOMLTable? {
    guard let name = path.last, let parent = parent(path.dropLast()) else { return nil }
    switch parent[name] {
    case nil:
      let table = TOMLTable(.explicit)
      parent.set(.table(table), for: name)
      return table
    case .table(let table) where table.origin == .implicit:
      table.origin = .explicit
      return table
    default: return nil
    }
  }

  /// A new last table of `[[path]]`; nil when the name is taken by something else.
  func appendTable(at path: [String]) -> TOMLTable? {
    guard let name = path.last, let parent = parent(path.dropLast()) else { return nil }
    let table = TOMLTable(.explicit)
    switch parent[name] {
    case nil: parent.set(.tables([table]), for: name)
    case .tables(let earlier): parent.set(.tables(earlier + [table]), for: name)
    default: return nil
    }
    return table
  }

  /// Goes down to where a header's last name belongs; of an array of tables the last one counts.
  private func parent(_ path: ArraySlice<String>) -> TOMLTable? {
    guard let name = path.first else { return self }
    switch self[name] {
    case nil:
      let table = TOMLTable(.implicit)
      set(.table(table), for: name)
      return table.parent(path.dropFirst())
    case .table(let table) where table.origin != .inline: return table.parent(path.dropFirst())
    case .tables(let tables): return tables.last?.parent(path.dropFirst())
    default: return nil
    }
  }
}
