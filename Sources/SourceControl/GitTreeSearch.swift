import Basics

/// Finds files by their names in one tree after another, reading each distinct directory once.
package struct GitTreeSearch {
  private let isWanted: (_ name: ArraySlice<UInt8>) -> Bool
  /// What was found in each directory, seen from there.
  private var known: [GitObjectID: [GitTreeEntry]] = [:]

  /// - Parameter isWanted: says of each name that is not a directory's whether to list it.
  package init(for isWanted: @escaping (_ name: ArraySlice<UInt8>) -> Bool) {
    self.isWanted = isWanted
  }

  /// The wanted files, sorted by the bytes of the paths.
  package mutating func files(in tree: GitTree) throws(SourceControlError) -> [GitTreeEntry] {
    try files(tree.repository, tree.id)
  }

  private mutating func files(
    _ repository: GitRepository, _ tree: GitObjectID
  ) throws(SourceControlError) -> [GitTreeEntry] {
    if let files = known[tree] { return files }
    var found: [GitTreeEntry] = []
    for entry in try repository.treeEntries(tree) {
      if entry.kind == .directory {
        found += try files(repository, entry.id).map { $0.below(entry.path) }
      } else if isWanted(entry.path.bytes[...]) {
        found.append(entry)
      }
    }
    known[tree] = found
    return found
  }
}
