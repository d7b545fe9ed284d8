/// Many byte paths in one buffer: about the length of the path plus four bytes each.
///
/// Holds up to 4 GiB of path bytes.
package struct PackedPaths: Sendable, Equatable {
  package var bytes: [UInt8] = []
  package var ends: [UInt32] = []

  package init() {}

  /// Takes all paths at once: their bytes, and where each ends in them.
  ///
  /// - Returns: nil unless the ends rise to the number of bytes.
  package init?(bytes: [UInt8], ends: [UInt32]) {
    guard Int(ends.last ?? 0) == bytes.count, zip(ends, ends.dropFirst()).allSatisfy({ $0 <= $1 })
    else { return nil }
    self.bytes = bytes
    self.ends = ends
  }

  package init(_ paths: some Sequence<RelativePath>) {
    for path in paths { append(path.bytes) }
  }

  package mutating func reserveCapacity(_ paths: Int, bytes byteCount: Int) {
    ends.reserveCapacity(paths)
    bytes.reserveCapacity(byteCount)
  }

  package mutating func append(_ path: [UInt8]) {
    append(path[...])
  }

  package mutating func append(_ path: ArraySlice<UInt8>) {
    path.withUnsafeBytes { append($0) }
  }

  // Not generic: the calls come from other modules, and one for each file of a project.
  package mutating func append(_ path: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: path)
    ends.append(UInt32(bytes.count))
  }

  /// Appends `directory`, a slash and `name`; just `name` when `directory` is empty.
  package mutating func append(directory: ArraySlice<UInt8>, name: ArraySlice<UInt8>) {
    if !directory.isEmpty {
      directory.withUnsafeBytes { bytes.append(contentsOf: $0) }
      bytes.append(UInt8(ascii: "/"))
    }
    append(name)
  }

  /// Where path number `index` lies in `bytes`.
  @inlinable
  package func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
  }

  package func path(_ index: Int) -> RelativePath {
    RelativePath(bytes: Array(self[index]))
  }

  /// The first path whose bytes are not UTF-8.
  package var firstIndexOfNoText: Int? {
    if bytes.allSatisfy({ $0 < 0x80 }) { return nil }
    return firstIndex { String(validating: $0, as: UTF8.self) == nil }
  }

  /// The index of `path` in paths that are sorted by bytes; nil when absent.
  package func sortedIndex(of path: some Collection<UInt8>) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].lexicographicallyPrecedes(path) { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].elementsEqual(path) ? low : nil
  }
}

extension PackedPaths: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { ends.count }

  @inlinable
  package subscript(index: Int) -> ArraySlice<UInt8> { bytes[range(index)] }
}
