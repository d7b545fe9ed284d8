package import Hashing

/// Which objects are used: 16 bytes for each file, however many revisions share it.
package struct ObjectSet: Sendable {
  private var trees: Set<ObjectID> = []
  /// Sorted and unique up to `sortedCount`.
  private var files: [Digest] = []
  private var sortedCount = 0

  package init() {}

  package init(_ ids: some Sequence<ObjectID>) {
    for id in ids { insert(id) }
  }

  /// Returns whether it is new, as far as that is known at once: for tree objects always.
  @discardableResult
  package mutating func insert(_ id: ObjectID) -> Bool {
    if id.isTree { return trees.insert(id).inserted }
    insert(files: CollectionOfOne(id.digest))
    return true
  }

  package mutating func insert(files digests: some Collection<Digest>) {
    files.append(contentsOf: digests)
    if files.count > 2 * sortedCount + 1 << 16 { sort() }
  }

  package mutating func formUnion(_ other: ObjectSet) {
    trees.formUnion(other.trees)
    insert(files: other.files)
  }

  /// Sorts what came since the last time, so that asking is quick.
  package mutating func sort() {
    if sortedCount == files.count { return }
    files.sort()
    var kept = 0
    for index in files.indices where kept == 0 || files[index] != files[kept - 1] {
      files[kept] = files[index]
      kept += 1
    }
    files.removeLast(files.count - kept)
    sortedCount = kept
  }

  package func contains(_ id: ObjectID) -> Bool {
    if id.isTree { return trees.contains(id) }
    return isSorted(id.digest) || files[sortedCount...].contains(id.digest)
  }

  private func isSorted(_ digest: Digest) -> Bool {
    var low = 0
    var high = sortedCount
    while low < high {
      let middle = (low + high) / 2
      if files[middle] < digest { low = middle + 1 } else { high = middle }
    }
    return low < sortedCount && files[low] == digest
  }

  /// All of them, in order; tree objects last.
  package var ids: [ObjectID] {
    var sorted = self
    sorted.sort()
    return sorted.files.map { ObjectID($0) } + trees.sorted()
  }

  package var isEmpty: Bool { trees.isEmpty && files.isEmpty }
}
