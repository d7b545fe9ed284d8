package import Basics
import FileAccess
package import Hashing
import Synchronization
import SystemPackage

/// The way of objects that DVC 2 stored into the layout of DVC 3, under the hash that DVC 3 gives them.
///
/// The old objects stay; the new ones share their blocks or are the same files where that works. The
/// members that a tree object names keep their old hashes, as in DVC.
package struct CacheMigration: Sendable {
  private let source: LocalCache
  private let destination: LocalCache
  private let progress: any ProgressObserver
  private let linking = LinkProbe(types: [.reflink, .hardlink, .copy])

  /// - Parameters:
  ///   - source: the cache of DVC 2.
  ///   - destination: that of DVC 3.
  package init(
    from source: LocalCache, to destination: LocalCache,
    progress: any ProgressObserver = NoProgress()
  ) {
    self.source = source
    self.destination = destination
    self.progress = progress
  }

  /// The objects of DVC 2, sorted.
  package func objects() throws -> [ObjectID] {
    try (0...UInt8.max).flatMap { shard in
      let name = String(decoding: ObjectLayout.shard(shard), as: UTF8.self)
      return try directoryNames(source.root.appending(name))
        .compactMap { ObjectLayout.id(shard: shard, name: $0) }.sorted()
    }
  }

  /// Returns how many objects are new in the cache of DVC 3.
  package func run() throws -> Int {
    let objects = try objects()
    let count = Atomic(0)
    progress.observe(.started(.hashing, files: objects.count, bytes: 0))
    defer { progress.observe(.finished) }
    try inParallelBatches(of: objects.count, batch: 16, width: 2) { range in
      for object in objects[range] {
        try checkInterruption()
        if try migrate(object) { count.add(1, ordering: .relaxed) }
        progress.observe(.advanced(files: 1, bytes: 0))
      }
    }
    return count.load(ordering: .relaxed)
  }

  private func migrate(_ object: ObjectID) throws -> Bool {
    let path = source.path(object)
    let (digest, status) = try hashFile(path)
    let id = ObjectID(digest, isTree: object.isTree)
    if try destination.contains(id) { return false }
    let temporary = try destination.temporaryFile()
    try linking.link(path, to: temporary.path)
    guard try isUnchanged(path, since: status) else { throw FileChangedError(path: path) }
    try destination.publish(temporary, as: id)
    return true
  }

  /// A link that was made changes the link count and the time that goes with it.
  private func isUnchanged(_ path: FilePath, since status: FileStatus) throws -> Bool {
    let now = try FileStatus(at: path)
    return now.inode == status.inode && now.size == status.size && now.modified == status.modified
  }
}
