package import Basics
package import Hashing
package import SystemPackage

/// How often a file that changes while it is read is read again.
private let attempts = 3

/// Bytes that are read at a time.
let transferSize = 128 << 10

/// The digest of the file at `path`, and its status, which was the same before and after.
///
/// A file that changes meanwhile is read again, a few times, and is an error then.
///
/// - Parameter observe: is told how many bytes were read, piece by piece; negative when a file is read
///   again.
/// - Throws: `FileError`, `FileChangedError` or `InterruptionError`.
package func hashFile(
  _ path: FilePath, algorithm: HashAlgorithm = .md5, observe: (Int64) -> Void = { _ in }
) throws -> (digest: Digest, status: FileStatus) {
  for _ in 0..<attempts {
    let file = try OpenFile.reading(path)
    let before = try file.status()
    let (digest, size) = try readPieces(of: file, before.size, algorithm) { piece in
      observe(Int64(piece.count))
    }
    try FailPoint.hit("hash-file", path)
    if try isUnchanged(file, since: before, read: size) { return (digest, before) }
    observe(-size)
  }
  throw FileChangedError(path: path)
}

/// Reads the whole file at `path`.
///
/// - Parameter room: gives memory for as many bytes as the file has.
/// - Returns: what the file was while it was read; nil when there is no room, or when the file changed meanwhile.
/// - Throws: `FileError`.
package func readWhole(
  _ path: FilePath, into room: (Int) -> UnsafeMutableRawBufferPointer?
) throws -> FileStatus? {
  let file = try OpenFile.reading(path)
  let before = try file.status()
  guard let size = Int(exactly: before.size), let buffer = room(size) else { return nil }
  var count = 0
  while count < size {
    let read = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
    if read == 0 { break }
    count += read
  }
  try FailPoint.hit("hash-file", path)
  return try isUnchanged(file, since: before, read: Int64(count)) ? before : nil
}

/// Copies the file at `source` to `destination` and hashes the bytes as they are written, in one pass.
///
/// What `destination` holds at the end is what was hashed. A file that changes meanwhile is read again,
/// a few times, and is an error then.
///
/// - Parameters:
///   - destination: empty, and open for writing.
///   - willBeSynced: whether the disk should begin with a large file while it is copied.
///   - observe: as for `hashFile`.
/// - Throws: `FileError`, `FileChangedError` or `InterruptionError`.
package func copyAndHash(
  from source: FilePath, to destination: borrowing OpenFile, algorithm: HashAlgorithm = .md5,
  willBeSynced: Bool = false, observe: (Int64) -> Void = { _ in }
) throws -> (digest: Digest, status: FileStatus) {
  for attempt in 0..<attempts {
    let file = try OpenFile.reading(source)
    let before = try file.status()
    // Not the first time: ext4 writes a file that was truncated to the disk when it is closed.
    if attempt > 0 {
      try destination.truncate(to: 0)
      try destination.seek(to: 0)
    }
    var writeback = Writeback(isWanted: willBeSynced)
    let (digest, size) = try readPieces(of: file, before.size, algorithm) { piece in
      try destination.write(piece)
      if let range = writeback.note(piece.count) { destination.startWriteback(range) }
      observe(Int64(piece.count))
    }
    try FailPoint.hit("copy-and-hash", source)
    if try isUnchanged(file, since: before, read: size) { return (digest, before) }
    observe(-size)
  }
  throw FileChangedError(path: source)
}

/// Copies the file at `source` to a new file at `destination`, which must not exist, as the other does.
///
/// Nothing is left at `destination` when it fails.
package func copyAndHash(
  from source: FilePath, to destination: FilePath, algorithm: HashAlgorithm = .md5
) throws -> (digest: Digest, status: FileStatus) {
  let file = try OpenFile.creating(destination)
  do {
    return try copyAndHash(from: source, to: file, algorithm: algorithm)
  } catch {
    try removeFile(destination)
    throw error
  }
}

/// Reads a file from its start to its end, hands out each piece, and hashes them all: those of a large file
/// on another thread, while this one reads on.
///
/// Stops once it has read more than `size`: a file may grow as fast as it is read.
///
/// - Returns: the digest of what was read, and how many bytes that were.
private func readPieces(
  of file: borrowing OpenFile, _ size: Int64, _ algorithm: HashAlgorithm,
  _ body: (UnsafeRawBufferPointer) throws -> Void
) throws -> (digest: Digest, size: Int64) {
  let pieceSize = Int(min(Int64(transferSize), max(512, size + 1)))
  let hasher = PieceHasher(algorithm, pieceSize: pieceSize, size: size)
  var total: Int64 = 0
  while total <= size {
    try checkInterruption()
    let count = try hasher.hashPiece { room in
      let count = try file.read(into: room)
      try body(UnsafeRawBufferPointer(rebasing: room[..<count]))
      return count
    }
    if count == 0 { break }
    total += Int64(count)
  }
  return (hasher.finish(), total)
}

/// Whether the file that was read is still what it was, under the same name.
package func isUnchanged(
  _ file: borrowing OpenFile, since before: FileStatus, read size: Int64
) throws -> Bool {
  guard size == before.size, try file.status().isUnchanged(since: before) else { return false }
  return try FileStatus.ifExists(at: file.path)?.inode == before.inode
}

/// A file did not hold still while it was read.
package struct FileChangedError: UserFacingError, Equatable {
  package var path: FilePath

  package init(path: FilePath) {
    self.path = path
  }

  package var userError: CairnError {
    CairnError("file changed while being hashed: \(pythonQuoted(path.bytes))")
  }
}
