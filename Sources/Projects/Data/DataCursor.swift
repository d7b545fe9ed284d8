import Formats

/// Goes through the places of a `DataIndex` in order.
struct DataCursor {
  private let index: DataIndex
  private let entersDirectories: Bool
  private(set) var place = DataIndex.Place(entry: 0)

  /// - Parameter entersDirectories: whether the files of directories have their turn.
  init(_ index: DataIndex, entersDirectories: Bool) {
    self.index = index
    self.entersDirectories = entersDirectories
    passOver()
  }

  var isAtEnd: Bool { place.entry >= index.entries.count }
  var key: DataKey { index.key(of: place) }

  /// The files of the directory that the cursor is at, or in.
  var members: DataIndex.Members { index.entry(of: place).members }

  mutating func advance(skippingMembers: Bool = false) {
    place.member += 1
    if skippingMembers || place.member >= memberCount { nextEntry() }
    passOver()
  }

  private var memberCount: Int {
    guard entersDirectories, case .tree(let tree) = members else { return 0 }
    return tree.count
  }

  private mutating func nextEntry() {
    place = DataIndex.Place(entry: Int(place.entry) + 1)
  }

  /// Leaves out outputs of which only files count.
  private mutating func passOver() {
    while !isAtEnd, place.member < 0, !index.entry(of: place).isWhole {
      if memberCount > 0 { place.member = 0 } else { nextEntry() }
    }
  }
}
