import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SystemPackage
import TestSupport
import Transports

/// A cache and a workspace in a directory of their own, and a remote in memory.
struct CacheFixture {
  let scratch: TemporaryDirectory
  let cache: LocalCache
  let remote: MemoryTransport
  let store: RemoteStore

  init(linkTypes: [LinkType] = [.copy], algorithm: HashAlgorithm = .md5) throws {
    scratch = try TemporaryDirectory()
    var options = LocalCache.Options()
    options.linkTypes = linkTypes
    cache = LocalCache(
      root: scratch.path.appending("cache"), algorithm: algorithm, options: options)
    remote = MemoryTransport()
    store = RemoteStore(transport: remote, algorithm: algorithm)
  }

  /// The same cache as another process finds it.
  var reopened: LocalCache {
    LocalCache(root: cache.root, algorithm: cache.algorithm, options: cache.options)
  }

  /// Puts files into the cache as a tree, and returns it.
  func store(_ files: [String: String]) throws -> TreeObject {
    for content in files.values {
      let file = try scratch.write(content, to: "source")
      _ = try CacheIngest(cache, .store).store(file, size: Int64(content.utf8.count))
    }
    let tree = TreeObject(
      unsorted: files.map { (RelativePath($0.key), Digest(of: $0.value.utf8)) })
    try cache.insert(tree)
    return tree
  }

  func needed(_ tree: TreeObject, scopes: [RelativePath] = [.root]) -> NeededObjects {
    var needed = NeededObjects(algorithm: cache.algorithm)
    needed.add(NeededObjects.Tree(id: tree.id, name: "data", scopes: scopes))
    return needed
  }

  func removeFromCache(_ content: String) throws {
    try removeFile(cache.path(ObjectID(Digest(of: content.utf8))))
  }

  func has(_ id: ObjectID) async throws -> Bool { try await store.contains(id) }
}

/// The object of a file with this content.
func object(_ content: String) -> ObjectID { ObjectID(Digest(of: content.utf8)) }
