import Basics
package import FileAccess
package import Hashing
package import SystemPackage
import Synchronization

/// Which objects a cache holds, read by listing its shard directories: one listing for each shard that
/// is asked about, kept for the run, and no call per object.
package final class CachePresence: Sendable {
  private struct Contents {
    var listed: [ObjectID] = []
    var added: Set<ObjectID> = []
    var removed: Set<ObjectID> = []
    var directoryExists = false
  }

  /// A directory of objects, listed by whoever asks first while the others wait.
  private final class Shard: Sendable {
    let contents = Mutex<Contents?>(nil)
  }

  private let directory: FilePath
  private let shards = (0..<256).map { _ in Shard() }

  /// - Parameter directory: the directory that holds the shards.
  package init(directory: FilePath) {
    self.directory = directory
  }

  package func contains(_ id: ObjectID) throws(FileError) -> Bool {
    try withShard(of: id) { shard in
      shard.added.contains(id)
        || (isListed(id, shard.listed) && !shard.removed.contains(id))
    }
  }

  /// Every object, by ID; lists all shards anew.
  func all() throws(FileError) -> [ObjectID] {
    var objects: [ObjectID] = []
    for shard in UInt8.min...UInt8.max { objects += try list(shard) }
    return objects
  }

  /// Notes that `id` is in the cache from now on.
  package func insert(_ id: ObjectID) throws(FileError) {
    try withShard(of: id) { shard in
      shard.removed.remove(id)
      shard.added.insert(id)
    }
  }

  package func remove(_ id: ObjectID) throws(FileError) {
    try withShard(of: id) { shard in
      shard.added.remove(id)
      shard.removed.insert(id)
    }
  }

  /// Makes the directory of the object's shard, once in a run.
  package func prepareShard(of id: ObjectID, mode: UInt32?) throws(FileError) {
    if try withShard(of: id, { $0.directoryExists }) { return }
    try makeDirectories(path(id.shard), mode: mode)
    try withShard(of: id) { $0.directoryExists = true }
  }

  private func path(_ shard: UInt8) -> FilePath {
    directory.appending(String(decoding: ObjectLayout.shard(shard), as: UTF8.self))
  }

  private func isListed(_ id: ObjectID, _ sorted: [ObjectID]) -> Bool {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < sorted.count && sorted[low] == id
  }

  private func withShard<Result: Sendable>(
    of id: ObjectID, _ body: (inout Contents) -> Result
  ) throws(FileError) -> Result {
    let index = id.shard
    return try shards[Int(index)].contents.withLock { contents throws(FileError) in
      var known: Contents
      if let listed = contents.take() {
        known = listed
      } else {
        known = Contents(listed: try list(index))
      }
      defer { contents = known }
      return body(&known)
    }
  }

  private func list(_ index: UInt8) throws(FileError) -> [ObjectID] {
    try directoryNames(path(index))
      .compactMap { ObjectLayout.id(shard: index, name: $0) }
      .sorted()
  }
}
