import Formats
import Basics
import Hashing
import Objects

/// The paths by which the user knows objects, looked up only when something must be named.
struct ObjectNames {
  private let needed: NeededObjects
  private let cache: LocalCache

  init(_ needed: NeededObjects, _ cache: LocalCache) {
    self.needed = needed
    self.cache = cache
  }

  /// The path of an output, or of a file in one; the ID when nothing is known.
  func name(of id: ObjectID) throws -> String {
    if let name = needed.files[id] { return name }
    for tree in needed.trees {
      if tree.id == id { return tree.name }
      guard let content = try cache.tree(tree.id),
        let index = content.digests.firstIndex(of: id.digest)
      else { continue }
      return "\(tree.name)/\(content.paths.path(index))"
    }
    return id.description
  }
}
