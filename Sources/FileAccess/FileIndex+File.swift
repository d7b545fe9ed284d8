import Basics
import Hashing
package import SystemPackage

// The file: a header of 40 bytes (magic, version, count of entries, length of the paths, checksum of the
// rest), then per entry 40 bytes (inode, size, times, mode, trust) and 16 bytes (digest), then the ends of
// the paths (4 bytes each), then their bytes. Integers are little-endian.
private let magic: UInt64 = 0x4958_444E_4941_4343  // "CCAINDXI"
private let version: UInt64 = 1
private let headerSize = 40
private let entrySize = 40

extension FileIndex {
  /// Reads an index. One that is missing, torn, from another version or not an index at all is empty.
  package static func load(at path: FilePath) -> FileIndex {
    guard let bytes = try? readFileIfExists(path) else { return .empty }  // unreadable: as if lost
    return bytes.withUnsafeBytes { FileIndex(reading: $0) } ?? .empty
  }

  private init?(reading bytes: UnsafeRawBufferPointer) {
    func word(_ offset: Int) -> UInt64 {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    guard bytes.count >= headerSize, word(0) == magic, word(8) == version else { return nil }
    guard let count = Int(exactly: word(16)), let length = Int(exactly: word(24)),
      count < bytes.count, length <= bytes.count,
      bytes.count == headerSize + count * (entrySize + 20) + length
    else { return nil }
    let body = UnsafeRawBufferPointer(rebasing: bytes[headerSize...])
    guard checksum(body) == word(32) else { return nil }
    let digestStart = count * entrySize
    let endStart = digestStart + count * 16
    let paths = PackedPaths(
      bytes: Array(body[(endStart + count * 4)...]),
      ends: (0..<count).map { index in
        UInt32(
          littleEndian: body.loadUnaligned(fromByteOffset: endStart + index * 4, as: UInt32.self))
      })
    guard let paths else { return nil }
    self.init(
      paths: paths, entries: (0..<count).map { Entry(reading: body, at: $0 * entrySize) },
      digests: (0..<count).map { index in
        Digest(
          bytes: UnsafeRawBufferPointer(
            rebasing: body[(digestStart + index * 16)..<(digestStart + index * 16 + 16)]))
      })
  }

  /// Replaces the index at `path` in one step; its directory must exist.
  package func write(to path: FilePath) throws(FileError) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(headerSize + count * (entrySize + 20) + paths.bytes.count)
    bytes.append(contentsOf: repeatElement(0, count: headerSize))
    for entry in entries { entry.append(to: &bytes) }
    for digest in digests {
      append(digest.high.byteSwapped, to: &bytes)
      append(digest.low.byteSwapped, to: &bytes)
    }
    for end in paths.ends { append(end, to: &bytes) }
    bytes += paths.bytes
    let sum = bytes.withUnsafeBytes {
      checksum(UnsafeRawBufferPointer(rebasing: $0[headerSize...]))
    }
    var header: [UInt8] = []
    for word in [magic, version, UInt64(count), UInt64(paths.bytes.count), sum] {
      append(word, to: &header)
    }
    bytes.replaceSubrange(0..<headerSize, with: header)
    try writeAtomically(bytes, to: path)
  }
}

extension FileIndex.Entry {
  fileprivate init(reading body: UnsafeRawBufferPointer, at offset: Int) {
    func word(_ index: Int) -> UInt64 {
      UInt64(littleEndian: body.loadUnaligned(fromByteOffset: offset + index * 8, as: UInt64.self))
    }
    inode = word(0)
    size = Int64(bitPattern: word(1))
    modified = Int64(bitPattern: word(2))
    changed = Int64(bitPattern: word(3))
    mode = UInt32(truncatingIfNeeded: word(4))
    isTrusted = word(4) >> 32 == 1
  }

  fileprivate func append(to bytes: inout [UInt8]) {
    for word in [
      inode, UInt64(bitPattern: size), UInt64(bitPattern: modified), UInt64(bitPattern: changed),
      UInt64(mode) | (isTrusted ? 1 << 32 : 0),
    ] {
      FileAccess.append(word, to: &bytes)
    }
  }
}

private func append(_ word: some FixedWidthInteger, to bytes: inout [UInt8]) {
  withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
}

/// Tells a torn or damaged file from a whole one; no protection against malice is needed here.
private func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  var sum: UInt64 = 0x9E37_79B9_7F4A_7C15
  var offset = 0
  while offset + 8 <= bytes.count {
    let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    sum = (sum ^ word) &* 0x2545_F491_4F6C_DD1D
    sum ^= sum >> 29
    offset += 8
  }
  for byte in bytes[offset...] { sum = (sum ^ UInt64(byte)) &* 0x2545_F491_4F6C_DD1D }
  return sum
}
