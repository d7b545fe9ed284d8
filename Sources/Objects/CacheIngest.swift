package import Basics
package import FileAccess
import Formats
package import Hashing
package import SystemPackage
import Synchronization

/// Hashes files of the workspace and stores what the cache lacks, in one pass over the bytes.
package struct CacheIngest: Sendable {
  package enum Purpose: Sendable {
    /// Only learn the digests.
    case hash
    /// Also store the bytes. Where hard links are configured the file itself may become the object.
    case store
    /// Also store the bytes, but leave the file alone.
    case storeCopies

    package var stores: Bool { self != .hash }
  }

  package let cache: LocalCache
  package let purpose: Purpose
  package var width = 2
  package var progress: any ProgressObserver = NoProgress()
  private let sharing = BlockSharing()

  package init(
    _ cache: LocalCache, _ purpose: Purpose, progress: any ProgressObserver = NoProgress()
  ) {
    self.cache = cache
    self.purpose = purpose
    self.progress = progress
  }

  /// - Parameter known: for each entry its digest where that is certain without reading.
  /// - Returns: the digest of each entry of `listing`, whose paths lie below `root`.
  /// - Throws: when a file cannot be read, or keeps changing while it is read.
  package func run(
    _ listing: DirectoryListing, below root: FilePath, known: [Digest?]
  ) throws -> [Digest] {
    let todo = try known.indices.filter { try needsReading(known[$0], amongMany: known.count > 1) }
    var digests = known.map { $0 ?? Digest(high: 0, low: 0) }
    if todo.isEmpty { return digests }
    let bytes = todo.reduce(0) { $0 + listing.statuses[$1].size }
    progress.observe(
      .started(purpose.stores ? .storing : .hashing, files: todo.count, bytes: bytes))
    defer { progress.observe(.finished) }
    try digests.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let results = buffer  // each index is written by one thread only
      try inParallelBatches(of: todo.count, batch: 64, width: width) { range in
        var group = SmallFileGroup()
        for place in range {
          try checkInterruption()
          let index = todo[place]
          let path = root.appending(pathBytes: listing.paths[index])
          let size = listing.statuses[index].size
          if hashesTogether, size <= SmallFileGroup.largest {
            if !group.hasRoom(for: size) { try finish(&group, results) }
            if try group.take(path, number: index) { continue }
          }
          results[index] = try read(path, listing.statuses[index])
          progress.observe(.advanced(files: 1, bytes: size))
        }
        try finish(&group, results)
      }
    }
    return digests
  }

  /// One object is looked at; of many, as the cache lists them, only the names are.
  private func needsReading(_ digest: Digest?, amongMany isOneOfMany: Bool) throws -> Bool {
    guard let digest else { return true }
    if !purpose.stores { return false }
    let id = ObjectID(digest)
    return try !(isOneOfMany ? cache.contains(id) : cache.containsIntact(id))
  }

  private func read(_ path: FilePath, _ status: FileStatus) throws -> Digest {
    switch purpose {
    case .hash: try hashFile(path, algorithm: cache.algorithm).digest
    case .store, .storeCopies: try store(path, size: status.size)
    }
  }

  /// Whether small files are read whole, so that many can be hashed side by side.
  private var hashesTogether: Bool {
    guard cache.algorithm == .md5 else { return false }
    if purpose == .hash { return true }
    for type in cache.options.linkTypes {
      switch type {
      case .hardlink where purpose == .store: return false
      case .reflink where sharing.works: return false
      case .copy: return true
      case .reflink, .hardlink, .symlink: continue
      }
    }
    return true
  }

  private func finish(
    _ group: inout SmallFileGroup, _ results: UnsafeMutableBufferPointer<Digest>
  ) throws {
    try group.finish { index, digest, bytes in
      try checkInterruption()
      if purpose.stores { try keep(bytes, as: ObjectID(digest)) }
      results[index] = digest
      progress.observe(.advanced(files: 1, bytes: Int64(bytes.count)))
    }
  }

  private func keep(_ bytes: UnsafeRawBufferPointer, as id: ObjectID) throws {
    if try cache.containsIntact(id) { return }
    let temporary = try cache.temporaryFile()
    try temporary.file.write(bytes)
    try cache.publish(temporary, as: id)
  }
}

extension CacheIngest {
  /// Up to this size a file is read whole, so that nothing is written when the cache has it already.
  private static let wholeFileLimit: Int64 = 1 << 20

  /// Stores the bytes of one file and returns their digest.
  package func store(_ path: FilePath, size: Int64) throws -> Digest {
    for type in cache.options.linkTypes {
      switch type {
      case .hardlink where purpose == .store:
        if let digest = try storeByLinking(path) { return digest }
      case .reflink: if let digest = try storeByReflink(path) { return digest }
      case .hardlink, .symlink, .copy: break
      }
      if type == .copy { break }
    }
    return size <= Self.wholeFileLimit ? try storeSmall(path) : try storeByCopying(path)
  }

  private func storeSmall(_ path: FilePath) throws -> Digest {
    let bytes = try readUnchanged(path)
    var hasher = ContentHasher(cache.algorithm)
    bytes.withUnsafeBytes { hasher.update($0) }
    let id = ObjectID(hasher.finish())
    try bytes.withUnsafeBytes { try keep($0, as: id) }
    return id.digest
  }

  private func storeByCopying(_ path: FilePath) throws -> Digest {
    try unchanged(path) {
      let temporary = try cache.temporaryFile()
      let (digest, _) = try copyAndHash(from: path, to: temporary.file, algorithm: cache.algorithm)
      return try publish(temporary, digest)
    }
  }

  /// Shares the blocks of the file, then hashes what is shared; nil where the file system cannot.
  private func storeByReflink(_ path: FilePath) throws -> Digest? {
    guard sharing.works else { return nil }
    let temporary = try cache.temporaryFile()
    do {
      try link(path, to: temporary.path, type: .reflink)
    } catch let error as FileError where error.meansOtherLinkType {
      sharing.works = false
      return nil
    }
    let (digest, _) = try hashFile(temporary.path, algorithm: cache.algorithm)
    return try publish(temporary, digest)
  }

  /// Links the file itself into the cache if it is ours alone and stays as it is while it is hashed.
  private func storeByLinking(_ path: FilePath) throws -> Digest? {
    let before = try FileStatus(at: path, followingLinks: false)
    guard before.kind == .file, before.linkCount == 1, before.size > 0 else { return nil }
    let (digest, status) = try hashFile(path, algorithm: cache.algorithm)
    let id = ObjectID(digest)
    if try cache.containsIntact(id) { return digest }
    return try cache.adopt(path, as: id, unchangedSince: status) ? digest : nil
  }

  private func publish(
    _ temporary: consuming TemporaryFile, _ digest: Digest
  ) throws -> Digest {
    let id = ObjectID(digest)
    if try !cache.containsIntact(id) { try cache.publish(temporary, as: id) }
    return digest
  }

  private func readUnchanged(_ path: FilePath) throws -> [UInt8] {
    try unchanged(path) { try readFile(path) }
  }

  /// Repeats `body` until the file was the same before and after it.
  private func unchanged<Result>(_ path: FilePath, _ body: () throws -> Result) throws -> Result {
    for _ in 0..<3 {
      let before = try FileStatus(at: path)
      let result = try body()
      if try FileStatus(at: path).isUnchanged(since: before) { return result }
    }
    throw CairnError(
      "'\(path)' keeps changing while it is read",
      hints: ["Nothing was recorded for it. Stop the program that writes it, and try again."])
  }
}

/// Whether the workspace and the cache can share blocks, as far as anybody has tried.
private final class BlockSharing: Sendable {
  private let state = Atomic(true)

  var works: Bool {
    get { state.load(ordering: .relaxed) }
    set { state.store(newValue, ordering: .relaxed) }
  }
}
