import FileAccess
import Hashing
import SystemPackage

/// Small files that are read one after the other and hashed side by side.
struct SmallFileGroup: ~Copyable {
  /// In bytes; larger files are hashed alone.
  static let largest: Int64 = 1 << 20

  /// Made with the first file.
  private var batch: MessageBatch?
  private var files: [File] = []

  /// A file that was read.
  struct File {
    var number: Int
    var path: FilePath
    /// What it was while it was read.
    var status: FileStatus
  }

  private static let capacity = 8 << 20

  /// Whether another file of `size` bytes fits in before the group is finished.
  func hasRoom(for size: Int64) -> Bool {
    batch?.room(for: Int(size)) != nil || files.isEmpty
  }

  /// Reads a file; false when it is larger than it was, or changes while it is read.
  ///
  /// - Parameter number: what `finish` calls the file.
  mutating func take(_ path: FilePath, number: Int) throws -> Bool {
    var batch = self.batch.take() ?? MessageBatch(capacity: Self.capacity)
    let status = try readWhole(path) { batch.room(for: $0) }
    if let status {
      batch.add(Int(status.size))
      files.append(File(number: number, path: path, status: status))
    }
    self.batch = consume batch
    return status != nil
  }

  /// Hands out each file with its digest and bytes, and begins anew.
  mutating func finish(
    _ body: (File, Digest, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    guard var batch = self.batch.take() else { return }
    for (place, digest) in batch.digests().enumerated() {
      let file = files[place]
      try body(file, digest, batch.bytes(place, size: Int(file.status.size)))
    }
    files.removeAll(keepingCapacity: true)
    batch.removeAll()
    self.batch = consume batch
  }
}
