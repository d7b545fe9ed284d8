import Basics
package import Hashing
package import Transports

extension RemoteStore {
  /// Which of `ids` the remote holds, asked one by one or read from listings, whichever is cheaper.
  ///
  /// A remote that is not there yet holds nothing.
  package func present(among ids: [ObjectID]) async throws(TransportError) -> Set<ObjectID> {
    do throws(TransportError) {
      if let found = try await presentByOneQuestion(ids) { return found }
      let shards = Dictionary(grouping: ids, by: \.shard)
      guard transport.traits.canList, Double(ids.count) > listingFloor(shards.count) else {
        return try await presentByAsking(ids)
      }
      return try await presentByListing(shards, ids.count)
    } catch  where transport.isEmpty(after: error) {
      return []
    }
  }

  /// Nil where the remote cannot be asked so.
  private func presentByOneQuestion(
    _ ids: [ObjectID]
  ) async throws(TransportError) -> Set<ObjectID>? {
    var found: Set<ObjectID> = []
    for isTree in [false, true] {
      let digests = ids.filter { $0.isTree == isTree }.map(\.digest).sorted()
      guard !digests.isEmpty else { continue }
      let names = DigestNames(
        directory: ObjectLayout.shards(algorithm),
        suffix: isTree ? Array(ObjectID.treeSuffix.utf8) : [], digests: digests)
      guard let answers = try await transport.holds(names) else { return nil }
      for (digest, isThere) in zip(digests, answers) where isThere {
        found.insert(ObjectID(digest, isTree: isTree))
      }
    }
    return found
  }

  /// The least that listing so many shards can cost, in calls of `stat`.
  private func listingFloor(_ shards: Int) -> Double {
    Double(shards) * transport.traits.listCost
  }

  /// Lists the first shard to learn how full they are, then decides.
  private func presentByListing(
    _ shards: [UInt8: [ObjectID]], _ count: Int
  ) async throws(TransportError) -> Set<ObjectID> {
    guard let sample = shards.keys.min() else { return [] }
    let first = try await list(shard: sample)
    let pages = first.count / max(1, transport.traits.pageSize) + 1
    let rest = shards.filter { $0.key != sample }
    var found = first.intersection(shards[sample] ?? [])
    if Double(pages) * listingFloor(rest.count) > Double(count) {
      found.formUnion(try await presentByAsking(rest.values.flatMap { $0 }))
      return found
    }
    let results = await concurrentMap(rest.keys.sorted(), width: transport.traits.width) {
      try await list(shard: $0).intersection(rest[$0] ?? [])
    }
    for result in results { found.formUnion(try unwrap(result)) }
    return found
  }

  private func presentByAsking(_ ids: [ObjectID]) async throws(TransportError) -> Set<ObjectID> {
    let results = await concurrentMap(ids, width: transport.traits.width) {
      try await transport.stat(key($0)) != nil
    }
    var found: Set<ObjectID> = []
    for (id, result) in zip(ids, results) where try unwrap(result) { found.insert(id) }
    return found
  }

  private func list(shard: UInt8) async throws(TransportError) -> Set<ObjectID> {
    Set(try await objects(inShard: shard).compactMap(\.id))
  }

  /// What lies in a shard: objects, and names of others that have no ID.
  func objects(
    inShard shard: UInt8
  ) async throws(TransportError) -> [(id: ObjectID?, size: Int64?)] {
    try await pages(ofShard: shard, .keys).map { ($0.id, $0.object.size) }
  }

  /// The same with all that the remote lists of each.
  func pages(
    ofShard shard: UInt8, _ detail: ListDetail
  ) async throws(TransportError) -> [(id: ObjectID?, object: RemoteObject)] {
    let directory = ObjectLayout.shards(algorithm).appending(ObjectLayout.shard(shard)[...])
    var found: [(id: ObjectID?, object: RemoteObject)] = []
    var token: ListToken?
    repeat {
      let page = try await transport.list(
        prefix: directory.string + "/", after: token, detail: detail)
      for object in page.objects {
        let name = object.key.path.dropping(prefix: directory)
        found.append((name.flatMap { ObjectLayout.id(shard: shard, name: $0.bytes) }, object))
      }
      token = page.next
    } while token != nil
    return found
  }
}

/// The value, or the error as one of a transport.
func unwrap<Success>(_ result: Result<Success, any Error>) throws(TransportError) -> Success {
  do {
    return try result.get()
  } catch let error as TransportError {
    throw error
  } catch is CancellationError {
    throw .cancelled(nil)
  } catch {
    throw TransportError(.failed, detail: "\(error)", cause: error)
  }
}
