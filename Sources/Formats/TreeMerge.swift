package import Basics
import Hashing

/// The three-way merge of directories: what one side alone changed is taken.
package struct TreeMerge: Sendable, Equatable {
  package let merged: TreeObject
  /// The paths that both sides changed, each in another way, sorted; then `merged` means nothing.
  package let conflicts: [RelativePath]

  package init(ancestor: TreeObject, ours: TreeObject, theirs: TreeObject) {
    var entries: [(path: RelativePath, digest: Digest)] = []
    var conflicts: Set<RelativePath> = []
    for path in Self.paths(of: [ancestor, ours, theirs]) {
      let versions = [ancestor, ours, theirs].map { $0.digest(at: path) }
      let (old, mine, other) = (versions[0], versions[1], versions[2])
      if mine != other, mine != old, other != old {
        conflicts.insert(path)
      } else if let digest = mine == old ? other : mine {
        entries.append((path, digest))
      }
    }
    conflicts.formUnion(Self.filesThatAreDirectories(entries.map(\.path)))
    merged = TreeObject(unsorted: entries)
    self.conflicts = conflicts.sorted()
  }

  private static func paths(of trees: [TreeObject]) -> [RelativePath] {
    Set(trees.flatMap { tree in tree.paths.indices.map { tree.paths.path($0) } }).sorted()
  }

  /// One side's file where the other side has a directory.
  private static func filesThatAreDirectories(_ paths: [RelativePath]) -> [RelativePath] {
    let files = Set(paths)
    var found: Set<RelativePath> = []
    for path in paths {
      var parent = path.parent
      while !parent.isRoot {
        if files.contains(parent) { found.insert(parent) }
        parent = parent.parent
      }
    }
    return Array(found)
  }
}
