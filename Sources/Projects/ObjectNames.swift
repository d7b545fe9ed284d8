import Basics
import Formats
import Hashing
import Objects

/// The paths by which the user knows objects: outputs, and files in them.
struct ObjectNames {
  private var names: [ObjectID: String] = [:]

  /// - Parameter ids: the objects that must be named. Each tree is read once, and only when there are some.
  init(of ids: some Sequence<ObjectID>, _ needed: NeededObjects, _ cache: LocalCache) throws {
    var unnamed: Set<ObjectID> = []
    for id in ids {
      if let name = needed.files[id] { names[id] = name } else { unnamed.insert(id) }
    }
    for tree in needed.trees where !unnamed.isEmpty {
      if unnamed.remove(tree.id) != nil { names[tree.id] = tree.name }
      guard !unnamed.isEmpty, let content = try cache.tree(tree.id) else { continue }
      for (index, digest) in content.digests.enumerated() {
        let id = ObjectID(digest)
        guard unnamed.remove(id) != nil else { continue }
        names[id] = "\(tree.name)/\(content.paths.path(index))"
      }
    }
  }

  /// The path; the ID where nothing is known.
  subscript(id: ObjectID) -> String { names[id] ?? id.description }
}
