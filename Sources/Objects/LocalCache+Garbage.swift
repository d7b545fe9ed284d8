package import Basics
package import FileAccess
package import Hashing
import SystemPackage
import Synchronization

extension LocalCache {
  /// What the cache holds and nobody uses.
  ///
  /// - Parameters:
  ///   - moment: when whoever asks began, by the clock of the cache's file system, in nanoseconds since
  ///     1970. What came or changed later is spared.
  ///   - brought: what whoever asks brought here itself meanwhile, and is not spared.
  package func garbage(
    besides used: ObjectSet, before moment: Int64, except brought: Set<ObjectID> = []
  ) throws -> GarbagePlan {
    var used = used
    used.sort()
    var plan = GarbagePlan()
    for shard in UInt8.min...UInt8.max {
      try checkInterruption()
      let directory = root.appending(ObjectLayout.shards(algorithm))
        .appending(pathBytes: ObjectLayout.shard(shard)[...])
      let names = try directoryNames(directory)
      let ids = names.compactMap { ObjectLayout.id(shard: shard, name: $0) }.sorted()
      plan.strangers += names.count - ids.count
      try plan.add(ids, used: used) { id in
        guard let status = try FileStatus.ifExists(at: path(id), followingLinks: false),
          max(status.changed, status.modified) <= moment || brought.contains(id)
        else { return nil }
        return StoredObject(id, size: status.size)
      }
    }
    return plan
  }

  /// Removes what a plan says, tree objects first.
  ///
  /// - Returns: what could not be removed, and why.
  package func remove(
    _ plan: GarbagePlan, width: Int = 4, progress: any ProgressObserver = NoProgress()
  ) throws -> [(id: ObjectID, error: FileError)] {
    progress.observe(.started(.removing, files: plan.count, bytes: plan.bytes))
    defer { progress.observe(.finished) }
    let failures = Mutex<[(id: ObjectID, error: FileError)]>([])
    for objects in [plan.trees, plan.files] {
      try inParallelBatches(of: objects.count, batch: 64, width: width) { range in
        for object in objects[range] {
          try checkInterruption()
          do throws(FileError) {
            try removeFile(path(object.id))
            try presence.remove(object.id)
            progress.observe(.advanced(files: 1, bytes: object.size ?? 0))
          } catch {
            failures.withLock { $0.append((object.id, error)) }
          }
        }
      }
    }
    return failures.withLock { $0 }.sorted { $0.id < $1.id }
  }
}
