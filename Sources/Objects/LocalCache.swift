import Basics
package import FileAccess
package import Formats
package import Hashing
import Synchronization
package import SystemPackage

/// The objects of one hash algorithm in the cache on this machine.
///
/// An object appears under its name only complete, with the bytes that its ID says, and read-only. An
/// object that somebody can write to is hashed again before it is trusted.
package struct LocalCache: Sendable {
  package struct Options: Sendable, Equatable {
    /// How objects come into the workspace, in the order to be tried.
    package var linkTypes: [LinkType] = [.reflink, .copy]
    /// Whether directories of the cache belong to a group that shares it (`cache.shared = group`).
    package var isGroupShared = false

    package init() {}
  }

  package let root: FilePath
  package let algorithm: HashAlgorithm
  package let options: Options
  package let presence: CachePresence
  private let mark: UnsyncedMark
  private let temporaries: CacheTemporaries
  let partials: PartialObjects

  /// - Parameter mark: shared by all layouts below `root`; without it nothing is synced.
  package init(
    root: FilePath, algorithm: HashAlgorithm, options: Options, mark: UnsyncedMark? = nil
  ) {
    self.root = root
    self.algorithm = algorithm
    self.options = options
    self.mark = mark ?? UnsyncedMark(cacheRoot: root, ledger: SyncLedger(isEnabled: false))
    let mode = options.isGroupShared ? Self.sharedDirectoryMode : nil
    temporaries = CacheTemporaries(cacheRoot: root, mode: mode)
    partials = PartialObjects(cacheRoot: root, algorithm: algorithm, mode: mode)
    presence = CachePresence(directory: root.appending(ObjectLayout.shards(algorithm)))
  }

  package func path(_ id: ObjectID) -> FilePath {
    root.appending(ObjectLayout.path(id, algorithm))
  }

  /// Whether what is stored is synced before the command ends.
  var isSynced: Bool { mark.isEnabled }

  /// How an object is hashed: trees are JSON and never have their lines changed.
  func algorithm(of id: ObjectID) -> HashAlgorithm { id.isTree ? .md5 : algorithm }

  /// Every object of the cache, by ID.
  func objects() throws(FileError) -> [ObjectID] { try presence.all() }

  package func contains(_ id: ObjectID) throws(FileError) -> Bool {
    try presence.contains(id)
  }

  package func missing(among ids: some Sequence<ObjectID>) throws -> [ObjectID] {
    try ids.filter { try !contains($0) }
  }

  /// Whether all files of a tree are there, by the listings of the cache.
  package func contains(allOf digests: [Digest]) throws(FileError) -> Bool {
    let isWhole = Atomic(true)
    try inParallelBatches(of: digests.count, batch: 4096, width: 2) { range throws(FileError) in
      for index in range where isWhole.load(ordering: .relaxed) {
        if try !contains(ObjectID(digests[index])) { isWhole.store(false, ordering: .relaxed) }
      }
    }
    return isWhole.load(ordering: .relaxed)
  }

  /// Whether the object is there and can be trusted: its mode is that of an object, or else it is hashed
  /// again now and gets that mode.
  ///
  /// One whose bytes are not what its ID says is moved out of the way, and counts as missing.
  package func containsIntact(_ id: ObjectID) throws -> Bool {
    guard try contains(id), let status = try FileStatus.ifExists(at: path(id)) else { return false }
    if status.permissions == Self.objectMode { return true }
    let (digest, _) = try hashFile(path(id), algorithm: algorithm(of: id))
    if digest == id.digest {
      protect(path(id))
      return true
    }
    try quarantine(id)
    return false
  }

  /// Whether the object is there and nobody can write to it; else it is hashed as in `containsIntact`.
  package func containsUsable(_ id: ObjectID) throws -> Bool {
    guard try contains(id), let status = try FileStatus.ifExists(at: path(id)) else { return false }
    return try status.mode & 0o222 == 0 || containsIntact(id)
  }

  private static let objectMode: UInt32 = 0o444

  /// Makes a file an object by its mode.
  private func protect(_ path: FilePath) {
    // A file of another user, in a cache that is shared, is hashed again the next time.
    try? setMode(Self.objectMode, of: path)
  }

  /// Reads a tree object; nil when it is not in the cache.
  package func tree(_ id: ObjectID) throws -> TreeObject? {
    guard id.isTree, try containsIntact(id), let bytes = try readFileIfExists(path(id)) else {
      return nil
    }
    do {
      return try TreeObject(parsing: bytes)
    } catch {
      throw CairnError(
        "unable to read: '\(path(id))', JSON file structure is corrupted",
        hints: ["at byte \(error.offset): \(error.reason)"])
    }
  }

  /// Stores a tree object and returns its ID.
  @discardableResult
  package func insert(_ tree: TreeObject) throws -> ObjectID {
    let bytes = tree.rendered()
    let id = ObjectID(Digest(of: bytes), isTree: true)
    if try !containsIntact(id) {
      let temporary = try temporaryFile()
      try temporary.file.write(bytes)
      try publish(temporary, as: id)
    }
    return id
  }

  /// A new file on the cache's file system, removed again unless it is published.
  package func temporaryFile() throws -> TemporaryFile {
    try TemporaryFile(in: temporaryDirectory(), mode: Self.objectMode)
  }

  /// A directory on the cache's file system for what is not finished.
  func temporaryDirectory() throws -> FilePath { try temporaries.home() }

  /// Makes a finished temporary file visible as `id`. The caller vouches that its bytes hash to it.
  package func publish(
    _ temporary: consuming TemporaryFile, as id: ObjectID
  ) throws(FileError) {
    try mark.set()
    // Not so where the umask or an access control list forbade it, or a link took its place.
    if try FileStatus(at: temporary.path).permissions != Self.objectMode {
      try setMode(Self.objectMode, of: temporary.path)
    }
    try presence.prepareShard(of: id, mode: directoryMode)
    try temporary.publish(as: path(id))
    try presence.insert(id)
  }

  /// Links a file of the workspace into the cache, if it is still what it was when it was hashed.
  ///
  /// - Returns: what the file is as an object; nil when it was not, and nothing happened.
  func adopt(
    _ path: FilePath, as id: ObjectID, unchangedSince status: FileStatus
  ) throws -> FileStatus? {
    let temporary = temporaryPath(in: try temporaries.home())
    do {
      try link(path, to: temporary, type: .hardlink, placement: .new)
    } catch let error as FileError where error.meansOtherLinkType {
      return nil
    }
    let linked = try FileStatus(at: temporary)
    guard linked.inode == status.inode, linked.size == status.size,
      linked.modified == status.modified, linked.linkCount == 2
    else {
      try removeFile(temporary)
      return nil
    }
    try mark.set()
    protect(temporary)
    try presence.prepareShard(of: id, mode: directoryMode)
    try renameFile(temporary, to: self.path(id))
    try presence.insert(id)
    return try FileStatus(at: self.path(id))
  }

  /// The size of an object in the cache, in bytes.
  package func size(of id: ObjectID) throws(FileError) -> Int64 {
    try FileStatus(at: path(id)).size
  }

  /// Moves an object whose bytes are wrong to `.cairn/quarantine/`, and returns where it is now.
  @discardableResult
  package func quarantine(_ id: ObjectID) throws(FileError) -> FilePath {
    let place = try quarantinePath(id)
    try renameFile(path(id), to: place)
    try presence.remove(id)
    return place
  }

  /// A path for a damaged object, where nothing is yet; its directory is made.
  func quarantinePath(_ id: ObjectID) throws(FileError) -> FilePath {
    let directory = root.appending(".cairn/quarantine")
    try makeDirectories(directory, mode: directoryMode)
    let place = directory.appending(id.description)
    if try FileStatus.ifExists(at: place, followingLinks: false) == nil { return place }
    return directory.appending("\(id).\(uniqueToken())")
  }

  private var directoryMode: UInt32? { options.isGroupShared ? Self.sharedDirectoryMode : nil }

  private static let sharedDirectoryMode: UInt32 = 0o2775
}
