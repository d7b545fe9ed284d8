package import Basics
package import Hashing

/// The content of a tree object (`.dir`): every file below a directory with the digest of its bytes.
///
/// Entries are sorted by the bytes of their path, which for UTF-8 is the order of code points that
/// DVC writes. Empty directories, modes and links are not part of it.
package struct TreeObject: Sendable, Equatable {
  /// Paths relative to the directory, sorted, unique.
  package private(set) var paths: PackedPaths
  /// One digest for each path.
  package private(set) var digests: [Digest]

  package static let empty = TreeObject(sortedPaths: PackedPaths(), digests: [])

  /// Takes paths that are sorted by bytes and unique, with one digest each.
  package init(sortedPaths: PackedPaths, digests: [Digest]) {
    precondition(sortedPaths.count == digests.count)
    paths = sortedPaths
    self.digests = digests
  }

  /// Sorts `entries`; of two with the same path the later one stays.
  package init(unsorted entries: [(path: RelativePath, digest: Digest)]) {
    var last: [RelativePath: Digest] = [:]
    last.reserveCapacity(entries.count)
    for (path, digest) in entries { last[path] = digest }
    let sorted = last.keys.sorted()
    self.init(sortedPaths: PackedPaths(sorted), digests: sorted.compactMap { last[$0] })
  }

  package var count: Int { digests.count }

  /// The digest of the file at `path` below the directory.
  package func digest(at path: RelativePath) -> Digest? {
    paths.sortedIndex(of: path.bytes).map { digests[$0] }
  }

  /// The indices of the entries that are `path` or lie below it.
  package func range(inside path: RelativePath) -> Range<Int> {
    if path.isRoot { return 0..<count }
    if let index = paths.sortedIndex(of: path.bytes) { return index..<(index + 1) }
    let low = partitioningIndex { !$0.lexicographicallyPrecedes(path.bytes + [UInt8(ascii: "/")]) }
    let high = partitioningIndex {
      !$0.lexicographicallyPrecedes(path.bytes + [UInt8(ascii: "/") + 1])
    }
    return low..<max(low, high)
  }

  /// The entries inside `path`, under their full paths.
  package func subtree(inside path: RelativePath) -> TreeObject {
    let range = range(inside: path)
    var kept = PackedPaths()
    for index in range { kept.append(paths[index]) }
    return TreeObject(sortedPaths: kept, digests: Array(digests[range]))
  }

  /// This tree with what lies inside `path` replaced by `subtree`, whose paths are full.
  package func replacing(inside path: RelativePath, with subtree: TreeObject) -> TreeObject {
    let range = range(inside: path)
    var merged = PackedPaths()
    var mergedDigests: [Digest] = []
    func take(_ tree: TreeObject, _ indices: Range<Int>) {
      for index in indices { merged.append(tree.paths[index]) }
      mergedDigests += tree.digests[indices]
    }
    take(self, 0..<range.lowerBound)
    take(subtree, 0..<subtree.count)
    take(self, range.upperBound..<count)
    return TreeObject(sortedPaths: merged, digests: mergedDigests)
  }

  private func partitioningIndex(_ isAfter: (ArraySlice<UInt8>) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isAfter(paths[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension TreeObject {
  /// The exact bytes that DVC writes: one JSON array, no final newline.
  package func rendered() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(paths.bytes.count + count * 64)
    bytes.append(UInt8(ascii: "["))
    for index in 0..<count {
      bytes.append(contentsOf: index == 0 ? #"{"md5": ""#.utf8 : #", {"md5": ""#.utf8)
      digests[index].appendHex(to: &bytes)
      bytes.append(contentsOf: #"", "relpath": "#.utf8)
      appendJSONString(paths[index], to: &bytes)
      bytes.append(UInt8(ascii: "}"))
    }
    bytes.append(UInt8(ascii: "]"))
    return bytes
  }

  /// The ID of the tree object: MD5 of the rendered bytes, with `.dir`.
  package var id: ObjectID { ObjectID(Digest(of: rendered()), isTree: true) }
}
