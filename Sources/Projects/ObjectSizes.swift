import Formats
import Hashing
import Objects

/// How large objects are, by the cache, or else by the remote.
struct ObjectSizes {
  private let remote: RemoteStore
  private let cache: LocalCache

  init(_ remote: RemoteStore, _ cache: LocalCache) {
    self.remote = remote
    self.cache = cache
  }

  /// The files that are needed and have `limit` bytes or more.
  func ids(among needed: NeededObjects, from limit: Int64) async throws -> Set<ObjectID> {
    let ids = try needed.ids(in: cache)
    let cached = try ids.filter { try cache.contains($0) }
    let large = try cached.filter { try cache.size(of: $0) >= limit }
    let sizes = try await remote.sizes(of: Array(ids.subtracting(cached)))
    return large.union(sizes.filter { $0.value >= limit }.keys)
  }
}

extension NeededObjects {
  /// The trees alone, without their files.
  var lists: NeededObjects {
    var lists = NeededObjects(algorithm: algorithm)
    for tree in trees { lists.add(Tree(id: tree.id, name: tree.name, scopes: [])) }
    return lists
  }

  /// The files that are needed, as far as `cache` has the trees that hold them.
  func ids(in cache: LocalCache) throws -> Set<ObjectID> {
    var ids = Set(files.keys)
    for tree in trees {
      guard let content = try cache.tree(tree.id) else { continue }
      ids.formUnion(tree.entries(of: content).joined().lazy.map { ObjectID(content.digests[$0]) })
    }
    return ids
  }

  mutating func leaveOut(_ ids: Set<ObjectID>) {
    for id in ids { files[id] = nil }
    for index in trees.indices { trees[index].leavesOut.formUnion(ids) }
  }
}
