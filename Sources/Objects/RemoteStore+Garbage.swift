package import Basics
package import Hashing
package import Transports

extension RemoteStore {
  /// What the remote holds and nobody uses; a remote that is not there yet holds nothing.
  ///
  /// - Parameter width: the most calls at a time.
  package func garbage(
    besides used: ObjectSet, width: Int? = nil
  ) async throws(TransportError) -> GarbagePlan {
    var sorted = used
    sorted.sort()
    let lookup = sorted
    let results = await concurrentMap(Array(UInt8.min...UInt8.max), width: limit(width)) {
      try await garbage(besides: lookup, inShard: $0)
    }
    var plan = GarbagePlan()
    for result in results { plan.merge(try unwrap(result)) }
    return plan
  }

  private func limit(_ width: Int?) -> Int {
    max(1, min(width ?? .max, transport.traits.width))
  }

  private func garbage(
    besides used: ObjectSet, inShard shard: UInt8
  ) async throws(TransportError) -> GarbagePlan {
    var plan = GarbagePlan()
    for object in try await existingObjects(inShard: shard) {
      guard let id = object.id else {
        plan.strangers += 1
        continue
      }
      if used.contains(id) { continue }
      let size: Int64?
      if let known = object.size {
        size = known
      } else {
        guard let found = try await transport.stat(key(id)) else { continue }
        size = found.size
      }
      plan.add(CollectionOfOne(id), used: used) { StoredObject($0, size: size) }
    }
    return plan
  }

  private func existingObjects(
    inShard shard: UInt8
  ) async throws(TransportError) -> [(id: ObjectID?, size: Int64?)] {
    do throws(TransportError) {
      return try await objects(inShard: shard)
    } catch  where error.kind == .noRoot || error.kind == .notFound {
      return []
    }
  }

  /// Removes what a plan says, tree objects first and all of them before any of their files.
  ///
  /// - Returns: what could not be removed, and why. If that is a tree object, no file is removed.
  package func remove(
    _ plan: GarbagePlan, width: Int? = nil, progress: any ProgressObserver = NoProgress()
  ) async -> [(id: ObjectID, error: TransportError)] {
    progress.observe(.started(.removing, files: plan.count, bytes: plan.bytes))
    defer { progress.observe(.finished) }
    let failures = await remove(plan.trees, limit(width), progress)
    return failures.isEmpty ? await remove(plan.files, limit(width), progress) : failures
  }

  private func remove(
    _ objects: [StoredObject], _ width: Int, _ progress: any ProgressObserver
  ) async -> [(id: ObjectID, error: TransportError)] {
    let size = max(1, transport.traits.deleteBatch)
    let batches = stride(from: 0, to: objects.count, by: size).map {
      Array(objects[$0..<min($0 + size, objects.count)])
    }
    let results = await concurrentMap(batches, width: width) { batch in
      let refused = await transport.delete(batch.map { key($0.id) })
      let bytes = batch.reduce(0) { $0 + ($1.size ?? 0) }
      progress.observe(.advanced(files: batch.count - refused.count, bytes: bytes))
      return batch.compactMap { object in refused[key(object.id)].map { (object.id, $0) } }
    }
    return zip(batches, results).flatMap { batch, result in
      do throws(TransportError) {
        return try unwrap(result)
      } catch {
        return batch.map { ($0.id, error) }
      }
    }
  }
}

// MARK: - Unfinished uploads

/// How long, in seconds, nobody may have added to an unfinished upload before it counts as given up.
private let staleAge: Int64 = 24 * 60 * 60

/// The uploads to objects of one algorithm that were begun and that nobody added to for a day, by the
/// remote's clock.
package func staleUploads(
  in uploads: any UnfinishedUploads, _ algorithm: HashAlgorithm
) async throws -> [UnfinishedUpload] {
  try await uploads.unfinishedUploads(untouchedFor: staleAge)
    .filter { ObjectLayout.id(at: $0.key.path, algorithm) != nil }
    .sorted { ($0.key, $0.touched) < ($1.key, $1.touched) }
}

/// Gives up uploads, and returns what could not be given up, and why.
package func abort(
  _ stale: [UnfinishedUpload], in uploads: any UnfinishedUploads, width: Int
) async -> [(upload: UnfinishedUpload, error: TransportError)] {
  let results = await concurrentMap(stale, width: width) { try await uploads.abort($0) }
  return zip(stale, results).compactMap { upload, result in
    do throws(TransportError) {
      try unwrap(result)
      return nil
    } catch {
      return (upload, error)
    }
  }
}
