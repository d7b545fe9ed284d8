/// Indices of a list, those with the same hash together.
struct HashGroups {
  /// By hash, then by index; those without a hash last.
  private let order: [Int]
  private let hashes: [DataHash?]

  init(_ hashes: [DataHash?]) {
    self.hashes = hashes
    order = hashes.indices.sorted { left, right in
      switch (hashes[left], hashes[right]) {
      case (let a?, let b?): a == b ? left < right : a < b
      case (nil, nil): left < right
      case (nil, _?): false
      case (_?, nil): true
      }
    }
  }

  /// The first of each hash with the first of the same hash, the second with the second, and so on.
  func matches(with other: HashGroups) -> [(old: Int, new: Int)] {
    var found: [(old: Int, new: Int)] = []
    var mine = 0
    var theirs = 0
    while mine < order.count, theirs < other.order.count,
      let left = hashes[order[mine]], let right = other.hashes[other.order[theirs]]
    {
      if left == right { found.append((order[mine], other.order[theirs])) }
      if left <= right { mine += 1 }
      if right <= left { theirs += 1 }
    }
    return found
  }

  /// Each group where its first index is, and backwards.
  var inOrderOfFirst: [Int] {
    var first = [Int](repeating: 0, count: order.count)
    for (place, index) in order.enumerated() {
      let isNext = place > 0 && hashes[order[place - 1]] == hashes[index]
      first[index] = isNext ? first[order[place - 1]] : index
    }
    return first.indices.sorted { (first[$0], -$0) < (first[$1], -$1) }
  }
}
