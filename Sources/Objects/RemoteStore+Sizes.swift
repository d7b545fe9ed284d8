import Basics
package import Hashing
package import Transports

extension RemoteStore {
  /// The sizes in bytes of those of `ids` that the remote holds, asked one by one or read from listings,
  /// whichever is cheaper.
  ///
  /// A remote that is not there yet holds nothing.
  package func sizes(of ids: [ObjectID]) async throws(TransportError) -> [ObjectID: Int64] {
    let shards = Dictionary(grouping: ids, by: \.shard)
    let listing = Double(shards.count) * transport.traits.listCost
    do throws(TransportError) {
      if transport.traits.canList, Double(ids.count) > 2 * listing {
        return try await listedSizes(Set(ids), Array(shards.keys))
      }
      return try await askedSizes(ids)
    } catch  where transport.isEmpty(after: error) {
      return [:]
    }
  }

  private func listedSizes(
    _ ids: Set<ObjectID>, _ shards: [UInt8]
  ) async throws(TransportError) -> [ObjectID: Int64] {
    let results = await concurrentMap(shards, width: transport.traits.width) {
      try await pages(ofShard: $0, .sizes)
    }
    var sizes: [ObjectID: Int64] = [:]
    for result in results {
      for (id, object) in try unwrap(result) {
        if let id, ids.contains(id) { sizes[id] = object.size }
      }
    }
    return sizes
  }

  private func askedSizes(_ ids: [ObjectID]) async throws(TransportError) -> [ObjectID: Int64] {
    let results = await concurrentMap(ids, width: transport.traits.width) {
      try await transport.stat(key($0))?.size
    }
    var sizes: [ObjectID: Int64] = [:]
    for (id, result) in zip(ids, results) {
      if let size = try unwrap(result) { sizes[id] = size }
    }
    return sizes
  }
}
