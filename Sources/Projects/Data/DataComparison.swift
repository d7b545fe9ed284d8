import Basics
import Formats

/// How what the outputs hold differs between two moments.
///
/// A pure value: places are in the old index and in the new one. Two sorted indexes are merged, so it
/// takes no more than one look at every file, and none at the files of a directory that is the same.
package struct DataComparison: Sendable {
  /// What makes two entries differ.
  package enum Rule: Sendable {
    /// Their hashes only, as in `data status`: an output without a hash is not there.
    case hashes
    /// Also whether they are there at all, as in `diff`.
    case entries
  }

  package struct Options: Sendable {
    package var rule: Rule
    /// Whether the files of directories are compared, too.
    package var isGranular: Bool
    package var listsUnchanged: Bool

    package init(_ rule: Rule, isGranular: Bool, listsUnchanged: Bool = false) {
      self.rule = rule
      self.isGranular = isGranular
      self.listsUnchanged = listsUnchanged
    }
  }

  package struct Pair: Sendable, Equatable {
    package var old: DataIndex.Place
    package var new: DataIndex.Place
  }

  /// Something old that is gone.
  package struct Deletion: Sendable, Equatable {
    package var place: DataIndex.Place
    /// A directory without a hash of its own took its place.
    package var becameDirectory = false
  }

  package private(set) var modified: [Pair] = []
  /// What is new in a directory of which one side is not known.
  package private(set) var unknown: [DataIndex.Place] = []
  package private(set) var unchanged: [Pair] = []
  /// In order of path, compared part by part.
  package private(set) var added: [DataIndex.Place] = []
  /// The same bytes under another path; in order of the new path.
  package private(set) var renamed: [Pair] = []
  /// Whether the first new path of all is one that something was renamed to.
  package private(set) var renamesComeFirst = false
  /// In DVC's order: by the first path with the same hash, and then backwards.
  package private(set) var deleted: [Deletion] = []
  /// Old files whose place a directory of outputs took, of which `diff` does not speak.
  package private(set) var passedOver: Set<DataIndex.Place> = []

  private let old: DataIndex
  private let new: DataIndex
  private let options: Options

  package init(from old: DataIndex, to new: DataIndex, _ options: Options) {
    self.old = old
    self.new = new
    self.options = options
    merge()
    detectRenames()
  }
}

// MARK: - Merging

extension DataComparison {
  private mutating func merge() {
    var mine = DataCursor(old, entersDirectories: options.isGranular)
    var theirs = DataCursor(new, entersDirectories: options.isGranular)
    var inNew = Counterparts(of: old, in: new)
    var inOld = Counterparts(of: new, in: old)
    let unknownDirectories = UnknownDirectories(options.isGranular ? [old, new] : [])
    while !mine.isAtEnd || !theirs.isAtEnd {
      let isOld = !mine.isAtEnd && (theirs.isAtEnd || !theirs.key.precedes(mine.key))
      let isNew = !theirs.isAtEnd && (mine.isAtEnd || !mine.key.precedes(theirs.key))
      if unknownDirectories.contain(isOld ? mine.key : theirs.key) {
        if isNew { unknown.append(theirs.place) }
      } else if isOld, isNew {
        compare(mine.place, theirs.place)
      } else if isOld {
        compareOld(mine.place, &inNew)
      } else {
        compareNew(theirs.place, &inOld)
      }
      let isSame = isOld && isNew && isSameDirectory(mine.place, theirs.place)
      if isOld { mine.advance(skippingMembers: isSame) }
      if isNew { theirs.advance(skippingMembers: isSame) }
    }
  }

  /// Whether nothing can be found by looking into two directories.
  private func isSameDirectory(_ left: DataIndex.Place, _ right: DataIndex.Place) -> Bool {
    guard !options.listsUnchanged, let hash = old.hash(of: left), hash.isTree,
      case .tree = old.entry(of: left).members
    else { return false }
    return hash == new.hash(of: right)
  }

  private mutating func compareOld(_ place: DataIndex.Place, _ inNew: inout Counterparts) {
    switch inNew.counterpart(of: place) {
    case .nothing: delete(place)
    case .file(let other):
      // The file's turn comes, or came, when the new index is at it.
      if !old.isDirectory(place) { compare(place, other) }
    case .directory(let other?): compare(place, other)
    case .directory(nil): becomeDirectory(place)
    }
  }

  private mutating func compareNew(_ place: DataIndex.Place, _ inOld: inout Counterparts) {
    switch inOld.counterpart(of: place) {
    case .nothing: add(place)
    case .file(let other):
      if !new.isDirectory(place) { compare(other, place) }
    case .directory(let other?): compare(other, place)
    case .directory(nil): comeFromDirectory(place)
    }
  }
}

// MARK: - Deciding

extension DataComparison {
  private mutating func compare(_ left: DataIndex.Place, _ right: DataIndex.Place) {
    switch options.rule {
    case .hashes: compareHashes(left, right)
    case .entries: compareEntries(left, right)
    }
  }

  private mutating func compareHashes(_ left: DataIndex.Place, _ right: DataIndex.Place) {
    switch (old.hash(of: left), new.hash(of: right)) {
    case (nil, nil): break
    case (nil, _): added.append(right)
    case (_, nil):
      deleted.append(Deletion(place: left, becameDirectory: new.isDirectory(right)))
    case (let before, let after):
      note(Pair(old: left, new: right), isSame: before == after)
    }
  }

  private mutating func compareEntries(_ left: DataIndex.Place, _ right: DataIndex.Place) {
    let (before, after) = (old.hash(of: left), new.hash(of: right))
    let (wasDirectory, isDirectory) = (old.isDirectory(left), new.isDirectory(right))
    if wasDirectory && before == nil || isDirectory && after == nil {
      passedOver.insert(left)
      return
    }
    note(Pair(old: left, new: right), isSame: before == after && wasDirectory == isDirectory)
  }

  private mutating func note(_ pair: Pair, isSame: Bool) {
    if !isSame {
      modified.append(pair)
    } else if options.listsUnchanged {
      unchanged.append(pair)
    }
  }

  private mutating func delete(_ place: DataIndex.Place) {
    let hasHash = old.hash(of: place) != nil
    if hasHash || options.rule == .entries && !old.isDirectory(place) {
      deleted.append(Deletion(place: place))
    }
  }

  private mutating func add(_ place: DataIndex.Place) {
    let hasHash = new.hash(of: place) != nil
    if hasHash || options.rule == .entries && !new.isDirectory(place) { added.append(place) }
  }

  private mutating func becomeDirectory(_ place: DataIndex.Place) {
    guard options.rule == .hashes else {
      passedOver.insert(place)
      return
    }
    if old.hash(of: place) != nil {
      deleted.append(Deletion(place: place, becameDirectory: true))
    }
  }

  private mutating func comeFromDirectory(_ place: DataIndex.Place) {
    if options.rule == .hashes, new.hash(of: place) != nil { added.append(place) }
  }
}

// MARK: - Renames

extension DataComparison {
  /// Pairs what was deleted with what was added under the same hash, in order of path.
  private mutating func detectRenames() {
    added.sort { new.key(of: $0).precedesByParts(new.key(of: $1)) }
    deleted.sort { old.key(of: $0.place).precedesByParts(old.key(of: $1.place)) }
    let gone = HashGroups(deleted.map { old.hash(of: $0.place) })
    let came = HashGroups(added.map { new.hash(of: $0) })
    let matches = gone.matches(with: came)
    renamed = matches.sorted { $0.new < $1.new }
      .map { Pair(old: deleted[$0.old].place, new: added[$0.new]) }
    let isRenamed = Set(matches.map(\.old))
    deleted = gone.inOrderOfFirst.filter { !isRenamed.contains($0) }.map { deleted[$0] }
    let isTaken = Set(matches.map(\.new))
    renamesComeFirst = isTaken.contains(0)
    added = added.indices.filter { !isTaken.contains($0) }.map { added[$0] }
  }
}
