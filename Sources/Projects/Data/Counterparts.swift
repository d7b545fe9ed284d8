/// Finds what an index has at the paths of another that it does not hold under the same key.
struct Counterparts {
  private let index: DataIndex
  private let other: DataIndex
  /// Whether the other index has anything at, below or above the entry asked about last.
  private var overlap: (entry: Int32, exists: Bool) = (-1, false)

  init(of index: DataIndex, in other: DataIndex) {
    self.index = index
    self.other = other
  }

  mutating func counterpart(of place: DataIndex.Place) -> DataIndex.Occupant {
    if overlap.entry != place.entry {
      overlap = (place.entry, other.overlaps(index.entry(of: place).path))
    }
    return overlap.exists ? other.occupant(of: index.path(of: place)) : .nothing
  }
}

/// The directories of some indexes whose files are not known, those inside others left out.
struct UnknownDirectories {
  private var keys: [DataKey] = []

  init(_ indexes: [DataIndex]) {
    let entries = indexes.flatMap(\.entries).filter {
      if case .unknown = $0.members { true } else { false }
    }
    for key in entries.map({ DataKey($0) }).sorted(by: { $0.precedes($1) }) {
      if let last = keys.last, key.isInside(last) || !last.precedes(key) { continue }
      keys.append(key)
    }
  }

  /// Whether `key` is something in one of the directories.
  func contain(_ key: DataKey) -> Bool {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle].precedes(key) { low = middle + 1 } else { high = middle }
    }
    return low > 0 && key.isInside(keys[low - 1])
  }
}
