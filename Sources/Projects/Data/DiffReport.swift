package import Formats

/// How data differ between two moments, by path. A directory's path ends in a slash.
package struct DiffReport: Sendable, Equatable {
  package enum State: String, Sendable, CaseIterable {
    case added, deleted, modified, renamed
    case notInCache = "not in cache"
  }

  package struct Entry: Sendable, Equatable {
    /// The old path of what was renamed.
    package var path: String
    package var newPath: String?
    package var hash: Hash

    /// `a`, or `a -> b`.
    package var shown: String { newPath.map { "\(path) -> \($0)" } ?? path }
  }

  package enum Hash: Sendable, Equatable {
    /// Nil where nothing was recorded.
    case one(String?)
    case change(old: String?, new: String?)
  }

  /// By state, sorted by path. All states are there if any has an entry; what is not in the cache is left
  /// out where nobody asked.
  package private(set) var entries: [State: [Entry]] = [:]

  package init() {}

  /// - Parameter missing: old places that are not in the cache.
  init(
    _ comparison: DataComparison, from old: DataIndex, to new: DataIndex,
    missing: [DataIndex.Place]
  ) {
    func entry(_ place: DataIndex.Place, _ index: DataIndex) -> Entry {
      Entry(path: index.key(of: place).shown, hash: .one(index.hash(of: place)?.text))
    }
    entries[.added] = comparison.added.map { entry($0, new) }
    entries[.deleted] = comparison.deleted.map { entry($0.place, old) }
    entries[.modified] = comparison.modified.map { pair in
      var changed = entry(pair.old, old)
      changed.hash = .change(old: old.hash(of: pair.old)?.text, new: new.hash(of: pair.new)?.text)
      return changed
    }
    entries[.renamed] = comparison.renamed.map { pair in
      var moved = entry(pair.old, old)
      moved.newPath = new.key(of: pair.new).shown
      return moved
    }
    entries[.notInCache] = missing.map { entry($0, old) }
    if entries.values.allSatisfy(\.isEmpty) { entries = [:] }
    for state in entries.keys {
      entries[state]?.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }
  }

  package mutating func leaveOutMissing() { entries[.notInCache] = nil }

  /// Whether there was nothing to tell, before anything was left out.
  package var isEmpty: Bool { entries.isEmpty }

  /// DVC's JSON.
  package func value(withHashes: Bool) -> Value {
    var document = Value.Mapping()
    for state in State.allCases {
      guard let list = entries[state] else { continue }
      document[state.rawValue] = .array(list.map { $0.value(withHash: withHashes) })
    }
    return .map(document)
  }
}

extension DiffReport.Entry {
  fileprivate func value(withHash: Bool) -> Value {
    var entry = Value.Mapping()
    entry["path"] = newPath.map { ["old": .string(path), "new": .string($0)] } ?? .string(path)
    if withHash { entry["hash"] = hash.value }
    return .map(entry)
  }
}

extension DiffReport.Hash {
  fileprivate var value: Value {
    func text(_ hash: String?) -> Value { hash.map(Value.string) ?? .null }
    return switch self {
    case .one(let hash): text(hash)
    case .change(let old, let new): ["old": text(old), "new": text(new)]
    }
  }
}
