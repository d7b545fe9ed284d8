/// A path below some root, as the bytes the file system holds.
///
/// Parts are separated by `/`; there is no leading or trailing `/` and no `.` or `..` part. The empty
/// path is the root itself. Two paths are equal when their bytes are: names that differ only in
/// Unicode normalisation stay apart, and the order is that of the bytes (for UTF-8 the order of code
/// points).
package struct RelativePath: Hashable, Sendable {
  package let bytes: [UInt8]

  package static let root = RelativePath(bytes: [])

  /// Takes bytes that already are in the form that the type promises.
  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Takes the UTF-8 of `string`, which must already be in the form that the type promises.
  package init(_ string: String) {
    self.init(bytes: Array(string.utf8))
  }

  /// The path as text; bytes that are not UTF-8 show as U+FFFD.
  package var string: String { String(decoding: bytes, as: UTF8.self) }

  package var isRoot: Bool { bytes.isEmpty }

  package var components: [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "/")) }

  /// The last part; empty for the root.
  package var name: ArraySlice<UInt8> {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return bytes[...] }
    return bytes[(slash + 1)...]
  }

  /// The path without its last part; the root for the root.
  package var parent: RelativePath {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return .root }
    return RelativePath(bytes: Array(bytes[..<slash]))
  }

  /// Joins `path` below this one.
  package func appending(_ path: RelativePath) -> RelativePath {
    appending(path.bytes[...])
  }

  package func appending(_ path: ArraySlice<UInt8>) -> RelativePath {
    if isRoot { return RelativePath(bytes: Array(path)) }
    if path.isEmpty { return self }
    return RelativePath(bytes: bytes + [UInt8(ascii: "/")] + path)
  }

  package func appending(_ path: String) -> RelativePath {
    appending(Array(path.utf8)[...])
  }

  /// Whether this path is `other` or lies below it.
  package func isInside(_ other: RelativePath) -> Bool {
    dropping(prefix: other) != nil
  }

  /// Whether one of the two contains the other, or they are the same.
  package func overlaps(_ other: RelativePath) -> Bool {
    isInside(other) || other.isInside(self)
  }

  /// What is left of this path below `prefix`; nil when it does not lie there.
  package func dropping(prefix: RelativePath) -> RelativePath? {
    if prefix.isRoot { return self }
    guard bytes.starts(with: prefix.bytes) else { return nil }
    if bytes.count == prefix.bytes.count { return .root }
    guard bytes[prefix.bytes.count] == UInt8(ascii: "/") else { return nil }
    return RelativePath(bytes: Array(bytes[(prefix.bytes.count + 1)...]))
  }
}

extension RelativePath: Comparable {
  package static func < (left: RelativePath, right: RelativePath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension RelativePath: CustomStringConvertible {
  package var description: String { string }
}
