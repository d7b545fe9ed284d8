package import Basics
package import Formats
package import Hashing

/// What the outputs of a project hold at one moment: in the workspace, or as a revision records them.
///
/// Entries are outputs, sorted by the bytes of their paths, a directory's with a slash at its end: so
/// what lies in a directory follows it. The files of a directory stay in its tree object.
package struct DataIndex: Sendable {
  /// An output.
  package struct Entry: Sendable {
    /// From the project's root.
    package var path: RelativePath
    package var isDirectory: Bool
    /// Nil when nothing was recorded yet.
    package var hash: DataHash?
    /// The algorithm of the files in a directory.
    package var algorithm: HashAlgorithm
    package var members = Members.none
    /// Whether the output itself counts; otherwise only some of its files do.
    package var isWhole = true
    /// Whether it was imported without its data; the hash is that of its origin.
    package var isPartialImport = false

    package init(
      _ path: RelativePath, isDirectory: Bool, hash: DataHash?, algorithm: HashAlgorithm = .md5
    ) {
      self.path = path
      self.isDirectory = isDirectory
      self.hash = hash
      self.algorithm = algorithm
    }
  }

  /// The files of a directory.
  package enum Members: Sendable {
    /// It is a file, or nobody asks.
    case none
    case tree(TreeObject)
    /// The tree object is nowhere to be found.
    case unknown
  }

  /// An output, or a file in one: the index of the entry, and of the file in its tree.
  package struct Place: Hashable, Sendable {
    package var entry: Int32
    /// Negative for the output itself.
    package var member: Int32

    package init(entry: Int, member: Int = -1) {
      self.entry = Int32(entry)
      self.member = Int32(member)
    }
  }

  package let entries: [Entry]

  package static let empty = DataIndex([])

  /// - Parameter entries: outputs in any order, none of them inside another.
  package init(_ entries: [Entry]) {
    self.entries = entries.sorted { DataKey($0).precedes(DataKey($1)) }
  }
}

extension DataIndex {
  package func entry(of place: Place) -> Entry { entries[Int(place.entry)] }

  func key(of place: Place) -> DataKey {
    let entry = entry(of: place)
    guard place.member >= 0, case .tree(let tree) = entry.members else { return DataKey(entry) }
    return DataKey(directory: entry.path.bytes, member: tree.paths[Int(place.member)])
  }

  package func path(of place: Place) -> RelativePath { key(of: place).path }

  package func isDirectory(_ place: Place) -> Bool {
    place.member < 0 && entry(of: place).isDirectory
  }

  package func hash(of place: Place) -> DataHash? {
    let entry = entry(of: place)
    guard place.member >= 0, case .tree(let tree) = entry.members else { return entry.hash }
    return .object(entry.algorithm, ObjectID(tree.digests[Int(place.member)]))
  }

  /// Every place with a hash, in order.
  package func forEachHashed(_ body: (Place, DataHash) throws -> Void) rethrows {
    for (index, entry) in entries.enumerated() {
      if entry.isWhole, let hash = entry.hash { try body(Place(entry: index), hash) }
      guard case .tree(let tree) = entry.members else { continue }
      for (member, digest) in tree.digests.enumerated() {
        try body(
          Place(entry: index, member: member), .object(entry.algorithm, ObjectID(digest)))
      }
    }
  }
}

// MARK: - What is at a path

extension DataIndex {
  enum Occupant {
    case nothing
    case file(Place)
    /// A directory: an output, or nil for one that only holds such or is in one.
    case directory(Place?)
  }

  /// What is at `path`, which may lie in an output.
  func occupant(of path: RelativePath) -> Occupant {
    if let index = index(of: DataKey(path)) { return .file(Place(entry: index)) }
    if let index = index(of: DataKey(directory: path)) {
      return .directory(entries[index].isWhole ? Place(entry: index) : nil)
    }
    if let (index, inner) = container(of: path) { return occupant(of: inner, in: index) }
    return holdsEntries(below: path) ? .directory(nil) : .nothing
  }

  /// Whether `path`, something in it or something that it lies in is an output.
  func overlaps(_ path: RelativePath) -> Bool {
    if case .nothing = occupant(of: path) { return container(of: path) != nil }
    return true
  }

  private func occupant(of path: RelativePath, in index: Int) -> Occupant {
    guard case .tree(let tree) = entries[index].members else { return .nothing }
    if let member = tree.paths.sortedIndex(of: path.bytes) {
      return .file(Place(entry: index, member: member))
    }
    return tree.range(inside: path).isEmpty ? .nothing : .directory(nil)
  }

  /// The output that `path` lies in, and the way from there.
  private func container(of path: RelativePath) -> (entry: Int, inner: RelativePath)? {
    var ancestor = path.parent
    while !ancestor.isRoot {
      if let index = index(of: DataKey(directory: ancestor)),
        let inner = path.dropping(prefix: ancestor)
      {
        return (index, inner)
      }
      ancestor = ancestor.parent
    }
    return nil
  }

  private func holdsEntries(below path: RelativePath) -> Bool {
    let first = firstIndex { !$0.precedes(DataKey(directory: path)) }
    return first < entries.count && entries[first].path.isInside(path)
  }

  private func index(of key: DataKey) -> Int? {
    let index = firstIndex { !$0.precedes(key) }
    guard index < entries.count, !key.precedes(DataKey(entries[index])) else { return nil }
    return index
  }

  private func firstIndex(where isReached: (DataKey) -> Bool) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if isReached(DataKey(entries[middle])) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
