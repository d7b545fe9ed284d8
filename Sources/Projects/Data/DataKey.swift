import Basics

/// Where an output, or a file in one, stands in the order of a `DataIndex`; holds no copy of its path.
struct DataKey {
  /// The path of the output.
  private let head: [UInt8]
  /// Whether a slash follows.
  private let isDirectory: Bool
  /// The file in it; empty for the output itself.
  private let tail: ArraySlice<UInt8>

  /// An output that is a file.
  init(_ path: RelativePath) {
    self.init(path.bytes, false, [])
  }

  init(_ entry: DataIndex.Entry) {
    self.init(entry.path.bytes, entry.isDirectory, [])
  }

  init(directory path: RelativePath) {
    self.init(path.bytes, true, [])
  }

  init(directory: [UInt8], member: ArraySlice<UInt8>) {
    self.init(directory, true, member)
  }

  private init(_ head: [UInt8], _ isDirectory: Bool, _ tail: ArraySlice<UInt8>) {
    self.head = head
    self.isDirectory = isDirectory
    self.tail = tail
  }

  var path: RelativePath { RelativePath(bytes: head).appending(tail) }

  /// The path as people see it: a directory's ends in a slash.
  var shown: String { String(decoding: bytes, as: UTF8.self) }

  private var bytes: [UInt8] { head + (isDirectory ? [UInt8(ascii: "/")] : []) + tail }

  private var count: Int { head.count + (isDirectory ? 1 : 0) + tail.count }

  private func byte(_ index: Int) -> UInt8 {
    if index < head.count { return head[index] }
    if index == head.count, isDirectory { return UInt8(ascii: "/") }
    return tail[tail.startIndex + index - head.count - (isDirectory ? 1 : 0)]
  }

  func precedes(_ other: DataKey) -> Bool {
    if isDirectory == other.isDirectory, head == other.head {
      return tail.lexicographicallyPrecedes(other.tail)
    }
    let common = min(count, other.count)
    for index in 0..<common where byte(index) != other.byte(index) {
      return byte(index) < other.byte(index)
    }
    return count < other.count
  }

  /// Whether the path comes first when paths are compared part by part, as Python compares tuples.
  func precedesByParts(_ other: DataKey) -> Bool {
    // A slash ends a part, and what ends sooner comes first.
    func rank(_ key: DataKey, _ index: Int) -> UInt8 {
      let byte = key.byte(index)
      return byte == UInt8(ascii: "/") ? 0 : byte
    }
    let (mine, theirs) = (pathLength, other.pathLength)
    for index in 0..<min(mine, theirs) where rank(self, index) != rank(other, index) {
      return rank(self, index) < rank(other, index)
    }
    return mine < theirs
  }

  /// Without the slash at the end of a directory.
  private var pathLength: Int { tail.isEmpty ? head.count : count }

  /// Whether this is something in the directory `other`.
  func isInside(_ other: DataKey) -> Bool {
    guard count > other.count else { return false }
    return (0..<other.count).allSatisfy { byte($0) == other.byte($0) }
  }
}
