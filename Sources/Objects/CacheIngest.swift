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

  /// What was learned of files.
  package struct Result: Sendable {
    /// One for each file.
    package var digests: [Digest]
    /// The files that became objects themselves, which changed their links and mode and nothing else.
    package var adopted: [Int: FileStatus] = [:]
  }

  /// A file that was hashed, and perhaps stored.
  package struct Stored {
    package var digest: Digest
    /// What it is now, where it became an object itself.
    package var adopted: FileStatus?
  }

  package init(
    _ cache: LocalCache, _ purpose: Purpose, progress: any ProgressObserver = NoProgress()
  ) {
    self.cache = cache
    self.purpose = purpose
    self.progress = progress
  }

  /// - Parameter known: for each entry its digest where that is certain without reading.
  /// - Returns: of each entry of `listing`, whose paths lie below `root`.
  /// - Throws: when a file cannot be read, or keeps changing while it is read.
  package func run(
    _ listing: DirectoryListing, below root: FilePath, known: [Digest?]
  ) throws -> Result {
    let todo = try known.indices.filter { try needsReading(known[$0], amongMany: known.count > 1) }
    let result = Mutex(Result(digests: known.map { $0 ?? Digest(high: 0, low: 0) }))
    if todo.isEmpty { return result.withLock { $0 } }
    let bytes = todo.reduce(0) { $0 + listing.statuses[$1].size }
    progress.observe(
      .started(purpose.stores ? .storing : .hashing, files: todo.count, bytes: bytes))
    defer { progress.observe(.finished) }
    let note: @Sendable (Int, Stored) -> Void = { index, stored in
      result.withLock { result in
        result.digests[index] = stored.digest
        if let status = stored.adopted { result.adopted[index] = status }
      }
      progress.observe(.advanced(files: 1, bytes: 0))
    }
    let work = IngestOrder(todo, listing.statuses, hashesManyAtOnce: cache.algorithm == .md5)
    try inParallelBatches(of: work.alone.count, batch: 1, width: width) { range in
      for index in work.alone[range] {
        let path = root.appending(pathBytes: listing.paths[index])
        note(index, try read(path, size: listing.statuses[index].size))
      }
    }
    if !work.streamed.isEmpty { try stream(work.streamed, of: listing, below: root, note) }
    try inParallelBatches(of: work.small.count, batch: 64, width: width) { range in
      try ingestSmall(work.small[range], of: listing, below: root, note)
    }
    return result.withLock { $0 }
  }

  private func ingestSmall(
    _ files: ArraySlice<Int>, of listing: DirectoryListing, below root: FilePath,
    _ note: (Int, Stored) -> Void
  ) throws {
    var group = SmallFileGroup()
    for index in files {
      try checkInterruption()
      let path = root.appending(pathBytes: listing.paths[index])
      let size = listing.statuses[index].size
      if way != .reflink, cache.algorithm == .md5 {
        if !group.hasRoom(for: size) { try finish(&group, listing, note) }
        if try group.take(path, number: index) { continue }
      }
      note(index, try read(path, size: size))
    }
    try finish(&group, listing, note)
  }

  /// One object is looked at; of many, as the cache lists them, only the names are.
  private func needsReading(_ digest: Digest?, amongMany isOneOfMany: Bool) throws -> Bool {
    guard let digest else { return true }
    if !purpose.stores { return false }
    let id = ObjectID(digest)
    return try !(isOneOfMany ? cache.contains(id) : cache.containsIntact(id))
  }

  func read(_ path: FilePath, size: Int64) throws -> Stored {
    switch purpose {
    case .hash:
      Stored(digest: try hashFile(path, algorithm: cache.algorithm, observe: observe).digest)
    case .store, .storeCopies: try store(path, size: size)
    }
  }

  private func observe(_ bytes: Int64) {
    progress.observe(.advanced(files: 0, bytes: bytes))
  }

  /// How a file comes into the cache.
  enum Way {
    /// Not at all.
    case read
    /// It becomes the object itself, by a hard link.
    case adopt
    case reflink
    case copy
  }

  /// The way that is tried first.
  var way: Way {
    if purpose == .hash { return .read }
    for type in cache.options.linkTypes {
      switch type {
      case .hardlink where purpose == .store: return .adopt
      case .reflink where sharing.works: return .reflink
      case .copy: return .copy
      case .reflink, .hardlink, .symlink: continue
      }
    }
    return .copy
  }

  private func finish(
    _ group: inout SmallFileGroup, _ listing: DirectoryListing, _ note: (Int, Stored) -> Void
  ) throws {
    try group.finish { file, digest, bytes in
      try checkInterruption()
      var stored = Stored(digest: digest)
      if purpose.stores, try !cache.containsIntact(ObjectID(digest)) {
        if way == .adopt, !listing.isSymlink[file.number] {
          stored.adopted = try adopt(file.path, file.status, digest)
        }
        if stored.adopted == nil { try keep(bytes, as: ObjectID(digest)) }
      }
      observe(Int64(bytes.count))
      note(file.number, stored)
    }
  }

  /// Links the file itself into the cache, if it is ours alone and still what it was when it was hashed.
  func adopt(
    _ path: FilePath, _ status: FileStatus, _ digest: Digest
  ) throws -> FileStatus? {
    guard status.kind == .file, status.linkCount == 1, status.size > 0 else { return nil }
    return try cache.adopt(path, as: ObjectID(digest), unchangedSince: status)
  }

  private func keep(_ bytes: UnsafeRawBufferPointer, as id: ObjectID) throws {
    let temporary = try cache.temporaryFile()
    try temporary.file.write(bytes)
    try cache.publish(temporary, as: id)
  }
}

extension CacheIngest {
  /// Stores the bytes of one file.
  package func store(_ path: FilePath, size: Int64) throws -> Stored {
    for type in cache.options.linkTypes {
      switch type {
      case .hardlink where purpose == .store:
        if let stored = try storeByLinking(path) { return stored }
      case .reflink:
        if let digest = try storeByReflink(path) { return Stored(digest: digest) }
      case .hardlink, .symlink, .copy: break
      }
      if type == .copy { break }
    }
    return Stored(
      digest: size <= SmallFileGroup.largest ? try storeSmall(path) : try storeByCopying(path))
  }

  private func storeSmall(_ path: FilePath) throws -> Digest {
    let bytes = try readUnchanged(path)
    var hasher = ContentHasher(cache.algorithm)
    bytes.withUnsafeBytes { hasher.update($0) }
    let id = ObjectID(hasher.finish())
    observe(Int64(bytes.count))
    if try !cache.containsIntact(id) { try bytes.withUnsafeBytes { try keep($0, as: id) } }
    return id.digest
  }

  func storeByCopying(_ path: FilePath) throws -> Digest {
    try unchanged(path) {
      let temporary = try cache.temporaryFile()
      let (digest, _) = try copyAndHash(
        from: path, to: temporary.file, algorithm: cache.algorithm, willBeSynced: cache.isSynced,
        observe: observe)
      return try publish(temporary, digest)
    }
  }

  /// Shares the blocks of the file, then hashes what is shared; nil where the file system cannot.
  private func storeByReflink(_ path: FilePath) throws -> Digest? {
    guard sharing.works else { return nil }
    let temporary = try cache.temporaryFile()
    guard try reflink(path, to: temporary.path) else { return nil }
    let (digest, _) = try hashFile(temporary.path, algorithm: cache.algorithm, observe: observe)
    return try publish(temporary, digest)
  }

  /// Shares the blocks of the file; false where the file system cannot, which is asked only once.
  func reflink(_ path: FilePath, to temporary: FilePath) throws -> Bool {
    do {
      try link(path, to: temporary, type: .reflink)
      return true
    } catch let error as FileError where error.meansOtherLinkType {
      sharing.works = false
      return false
    }
  }

  /// Links the file itself into the cache if it stays as it is while it is hashed.
  private func storeByLinking(_ path: FilePath) throws -> Stored? {
    let before = try FileStatus(at: path, followingLinks: false)
    guard before.kind == .file, before.linkCount == 1, before.size > 0 else { return nil }
    let (digest, status) = try hashFile(path, algorithm: cache.algorithm, observe: observe)
    if try cache.containsIntact(ObjectID(digest)) { return Stored(digest: digest) }
    if let adopted = try adopt(path, status, digest) {
      return Stored(digest: digest, adopted: adopted)
    }
    observe(-status.size)  // it is read again, to be copied
    return nil
  }

  func publish(
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
