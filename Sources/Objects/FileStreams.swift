import Basics
import FileAccess
import Formats
import Hashing
import Synchronization
import SystemPackage

extension CacheIngest {
  /// Hashes files side by side as they are read, and stores them meanwhile, on all threads.
  ///
  /// - Parameters:
  ///   - files: indices into `listing`.
  ///   - note: is told what became of each.
  func stream(
    _ files: [Int], of listing: DirectoryListing, below root: FilePath,
    _ note: @escaping @Sendable (Int, Stored) -> Void
  ) throws {
    let queue = Mutex(files[...])
    try inParallelBatches(of: width, batch: 1, width: width) { _ in
      var streams = MessageStreams(limit: Self.streamsPerThread(width))
      var open = [StreamedFile?](repeating: nil, count: streams.count)
      while true {
        try checkInterruption()
        for stream in open.indices where open[stream] == nil {
          guard let number = queue.withLock({ $0.popFirst() }) else { break }
          let path = root.appending(pathBytes: listing.paths[number])
          open[stream] = try self.open(path, number, isSymlink: listing.isSymlink[number])
          streams.begin(stream)
        }
        if open.allSatisfy({ $0 == nil }) { return }
        for (stream, file) in open.enumerated() {
          guard let file else { continue }
          let count = try file.read(into: streams.room(stream))
          progress.observe(.advanced(files: 0, bytes: Int64(count)))
          streams.add(count, to: stream)
        }
        for (stream, digest) in streams.hash() {
          guard let file = open[stream].take() else { continue }
          note(file.number, try finish(file, digest))
        }
      }
    }
  }

  /// Two descriptors for each stream, and enough left for everything else.
  private static func streamsPerThread(_ threads: Int) -> Int {
    max(2, spareDescriptors() / (2 * threads))
  }

  private func open(_ path: FilePath, _ number: Int, isSymlink: Bool) throws -> StreamedFile {
    switch way {
    case .read: return try StreamedFile(number, path)
    case .adopt: return try isSymlink ? copying(number, path) : StreamedFile(number, path)
    case .reflink:
      let temporary = try cache.temporaryFile()
      let shared = temporary.path
      guard try reflink(path, to: shared) else { return try copying(number, path) }
      return try StreamedFile(number, path, reading: shared, temporary, copies: false)
    case .copy: return try copying(number, path)
    }
  }

  private func copying(_ number: Int, _ path: FilePath) throws -> StreamedFile {
    try StreamedFile(
      number, path, reading: path, cache.temporaryFile(), copies: true,
      willBeSynced: cache.isSynced)
  }

  private func finish(_ file: StreamedFile, _ digest: Digest) throws -> Stored {
    guard let status = try file.statusIfUnchanged() else {
      progress.observe(.advanced(files: 0, bytes: -file.count))
      return try read(file.path, size: file.count)
    }
    if let temporary = file.takeTemporary() {
      return Stored(digest: try publish(temporary, digest))
    }
    if purpose == .hash { return Stored(digest: digest) }
    if try cache.containsIntact(ObjectID(digest)) { return Stored(digest: digest) }
    if let adopted = try adopt(file.path, status, digest) {
      return Stored(digest: digest, adopted: adopted)
    }
    progress.observe(.advanced(files: 0, bytes: -file.count))
    return Stored(digest: try storeByCopying(file.path))
  }
}

/// A file on its way through a stream of hashes, and into the cache.
private final class StreamedFile {
  let number: Int
  /// Of the file in the workspace.
  let path: FilePath
  /// Bytes that were read so far.
  private(set) var count: Int64 = 0
  private let source: OpenFile
  private let before: FileStatus
  private var temporary: TemporaryFile?
  private let copies: Bool
  private var writeback: Writeback

  /// - Parameters:
  ///   - copies: whether what is read goes into `temporary`, which else holds it already.
  ///   - willBeSynced: as for `copyAndHash`.
  init(
    _ number: Int, _ path: FilePath, reading source: FilePath, _ temporary: consuming TemporaryFile,
    copies: Bool, willBeSynced: Bool = false
  ) throws {
    self.number = number
    self.path = path
    self.source = try OpenFile.reading(source)
    before = try self.source.status()
    self.temporary = .some(temporary)
    self.copies = copies
    writeback = Writeback(isWanted: willBeSynced)
  }

  init(_ number: Int, _ path: FilePath) throws {
    self.number = number
    self.path = path
    source = try OpenFile.reading(path)
    before = try source.status()
    temporary = nil
    copies = false
    writeback = Writeback(isWanted: false)
  }

  /// Fills the room, or as much as there is left.
  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    // A file may grow as fast as it is read.
    while filled < room.count, count <= before.size {
      let read = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: room[filled...]))
      if read == 0 { break }
      filled += read
      count += Int64(read)
    }
    if copies {
      try temporary?.file.write(UnsafeRawBufferPointer(rebasing: room[..<filled]))
      if let range = writeback.note(filled) { temporary?.file.startWriteback(range) }
    }
    return filled
  }

  /// What the file was while it was read; nil when it changed meanwhile.
  func statusIfUnchanged() throws -> FileStatus? {
    try FailPoint.hit(copies ? "copy-and-hash" : "hash-file", path)
    return try isUnchanged(source, since: before, read: count) ? before : nil
  }

  func takeTemporary() -> TemporaryFile? { temporary.take() }
}
