import Basics

/// A name in a directory, at its place in the order of keys.
struct ListingPlace: Sendable {
  /// The name, with a slash at the end of a directory's: the order of these is that of the keys.
  let key: ArraySlice<UInt8>
  let isDirectory: Bool

  init(_ name: ArraySlice<UInt8>, isDirectory: Bool) {
    key = isDirectory ? name + [UInt8(ascii: "/")] : name
    self.isDirectory = isDirectory
  }

  var name: ArraySlice<UInt8> { isDirectory ? key.dropLast() : key }

  /// Whether all keys at or below this place come before or are the one at which a page ended.
  func isPast(_ after: ArraySlice<UInt8>) -> Bool {
    !after.lexicographicallyPrecedes(key) && !(isDirectory && after.starts(with: key))
  }

  /// What the key at which a page ended says below `directory`; empty if it says nothing.
  static func rest(
    of after: ArraySlice<UInt8>, below directory: RelativePath
  ) -> ArraySlice<UInt8> {
    if directory.isRoot { return after }
    let start = directory.bytes + [UInt8(ascii: "/")]
    return after.starts(with: start) ? after.dropFirst(start.count) : []
  }
}
