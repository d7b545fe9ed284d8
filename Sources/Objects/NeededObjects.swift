package import Basics
package import Formats
package import Hashing

/// The objects of one algorithm that targets need.
package struct NeededObjects: Sendable {
  /// A directory output. `scopes` are the paths below it that are meant; the root means all of it.
  package struct Tree: Sendable {
    package var id: ObjectID
    /// For messages: the output's path as the user knows it.
    package var name: String
    package var scopes: [RelativePath]
    /// For each path of the tree whether it is chosen; what any of them chooses is meant. None chooses all.
    package var choices: [Choice] = []
    /// What is not meant, whatever its path.
    package var leavesOut: Set<ObjectID> = []

    package typealias Choice = @Sendable (PackedPaths) -> [Bool]

    package init(id: ObjectID, name: String, scopes: [RelativePath] = [.root]) {
      self.id = id
      self.name = name
      self.scopes = scopes
    }
  }

  package var algorithm: HashAlgorithm
  /// Single files with a name for messages.
  package var files: [ObjectID: String] = [:]
  package var trees: [Tree] = []

  package init(algorithm: HashAlgorithm) {
    self.algorithm = algorithm
  }

  package var isEmpty: Bool { files.isEmpty && trees.isEmpty }

  /// Adds a tree, or its scopes to the tree that is already needed.
  package mutating func add(_ tree: Tree) {
    guard let index = trees.firstIndex(where: { $0.id == tree.id }) else {
      trees.append(tree)
      return
    }
    trees[index].scopes += tree.scopes.filter { !trees[index].scopes.contains($0) }
    let choosesAll = tree.choices.isEmpty || trees[index].choices.isEmpty
    trees[index].choices = choosesAll ? [] : trees[index].choices + tree.choices
  }

  package mutating func merge(_ other: NeededObjects) {
    files.merge(other.files) { old, _ in old }
    for tree in other.trees { add(tree) }
  }
}

extension LocalCache {
  /// Which of the needed objects are not here; of trees that are not, nothing more is known.
  package func missing(of needed: NeededObjects) throws -> [ObjectID] {
    var missing = try Set(needed.files.keys.filter { try !containsIntact($0) })
    for tree in needed.trees {
      guard let content = try self.tree(tree.id) else {
        missing.insert(tree.id)
        continue
      }
      let ids = tree.entries(of: content).joined().lazy.map { ObjectID(content.digests[$0]) }
      missing.formUnion(try self.missing(among: ids))
    }
    return missing.sorted()
  }
}

extension NeededObjects.Tree {
  /// The entries of `tree` that are meant.
  package func entries(of tree: TreeObject) -> [Range<Int>] {
    let ranges = scopes.contains(.root) ? [0..<tree.count] : scopes.map { tree.range(inside: $0) }
    if choices.isEmpty, leavesOut.isEmpty { return ranges }
    let chosen = choices.map { $0(tree.paths) }
    let meant = ranges.joined().filter { index in
      (chosen.isEmpty || chosen.contains { $0[index] })
        && !leavesOut.contains(ObjectID(tree.digests[index]))
    }
    return meant.map { $0..<($0 + 1) }
  }
}
