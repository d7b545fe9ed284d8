package import Hashing

/// An object of a cache or remote with its size.
package struct StoredObject: Sendable, Equatable {
  package var id: ObjectID
  /// In bytes; nil where it is not known.
  package var size: Int64?

  package init(_ id: ObjectID, size: Int64?) {
    self.id = id
    self.size = size
  }
}

/// What has to go from a cache or a remote: everything that is there and not used.
///
/// A tree object goes before its files, since whoever finds one takes its files to be there.
package struct GarbagePlan: Sendable, Equatable {
  package private(set) var trees: [StoredObject] = []
  package private(set) var files: [StoredObject] = []
  /// Files among the objects that are none, and are left alone.
  package var strangers = 0

  package init() {}

  package var count: Int { trees.count + files.count }
  package var isEmpty: Bool { count == 0 }

  /// In the order in which they have to go.
  package var removals: [StoredObject] { trees + files }

  /// What will be free, in bytes.
  package var bytes: Int64 {
    (trees + files).reduce(0) { $0 + ($1.size ?? 0) }
  }

  /// Decides about some of the objects that are there.
  ///
  /// - Parameter measure: gives the size of an object that is not used; nil spares it.
  package mutating func add(
    _ stored: some Sequence<ObjectID>, used: ObjectSet,
    measure: (ObjectID) throws -> StoredObject?
  ) rethrows {
    for id in stored where !used.contains(id) {
      guard let object = try measure(id) else { continue }
      if id.isTree { trees.append(object) } else { files.append(object) }
    }
  }

  package mutating func merge(_ other: GarbagePlan) {
    trees += other.trees
    files += other.files
    strangers += other.strangers
  }
}
