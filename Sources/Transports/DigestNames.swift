package import Basics
package import Hashing

/// Objects named by their digests: `<directory>/ab/cdef…<suffix>`, the first two of 32 hexadecimal
/// digits being a directory.
package struct DigestNames: Sendable {
  /// May be the root of the remote.
  package var directory: RelativePath
  /// What follows the digits, such as `.dir`.
  package var suffix: [UInt8]
  /// In order.
  package var digests: [Digest]

  package init(directory: RelativePath, suffix: [UInt8], digests: [Digest]) {
    self.directory = directory
    self.suffix = suffix
    self.digests = digests
  }

  /// The same in parts of at most so many digests, in order; a directory is in one part if it fits.
  func parts(atMost most: Int) -> [DigestNames] {
    var parts: [DigestNames] = []
    var start = 0
    while start < digests.count {
      var end = min(start + most, digests.count)
      if end < digests.count {
        let shard = digests[end].high >> 56
        let whole = digests[start..<end].lastIndex { $0.high >> 56 != shard }
        end = whole.map { $0 + 1 } ?? end
      }
      parts.append(
        DigestNames(directory: directory, suffix: suffix, digests: Array(digests[start..<end])))
      start = end
    }
    return parts
  }

  func path(of digest: Digest) -> RelativePath {
    let hex = Self.hex(digest)
    return directory.appending(hex[..<2] + [UInt8(ascii: "/")] + hex[2...] + suffix)
  }

  /// The directory in which an object lies.
  func shard(of digest: Digest) -> RelativePath {
    directory.appending(Self.hex(digest)[..<2])
  }

  /// What the object `name` in the directory of `neighbour` is called; nil for what is none of these.
  func digest(_ name: ArraySlice<UInt8>, beside neighbour: Digest) -> Digest? {
    guard name.count == 30 + suffix.count, name.suffix(suffix.count).elementsEqual(suffix) else {
      return nil
    }
    return withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { digits in
      digits.copyBytes(from: Self.hex(neighbour)[..<2])
      UnsafeMutableRawBufferPointer(rebasing: digits[2...]).copyBytes(from: name.prefix(30))
      return Digest(hexDigits: UnsafeRawBufferPointer(digits))
    }
  }

  private static func hex(_ digest: Digest) -> [UInt8] {
    var hex: [UInt8] = []
    hex.reserveCapacity(32)
    digest.appendHex(to: &hex)
    return hex
  }
}
