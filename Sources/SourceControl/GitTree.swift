package import Basics

/// The files of a commit.
package struct GitTree: Sendable {
  package let repository: GitRepository
  package let id: GitObjectID

  /// What lies directly in a directory, in Git's order; nil when there is no such directory.
  package func children(
    of directory: RelativePath = .root
  ) throws(SourceControlError) -> [GitTreeEntry]? {
    guard directory.isRoot else {
      guard let entry = try entry(at: directory), entry.kind == .directory else { return nil }
      return try repository.treeEntries(entry.id).map { $0.below(directory) }
    }
    return try repository.treeEntries(id)
  }

  /// What is at `path`, which is not the root; nil when there is nothing.
  package func entry(at path: RelativePath) throws(SourceControlError) -> GitTreeEntry? {
    var found: GitTreeEntry?
    var tree = id
    for name in path.components {
      guard found == nil || found?.kind == .directory,
        let next = try repository.treeEntries(tree).first(where: {
          $0.path.bytes.elementsEqual(name)
        })
      else { return nil }
      found = next
      tree = next.id
    }
    return found.map { GitTreeEntry(path: path, kind: $0.kind, id: $0.id) }
  }

  /// The bytes of the file at `path`; nil when there is no file (a symbolic link is none).
  package func contents(of path: RelativePath) throws(SourceControlError) -> [UInt8]? {
    guard let entry = try entry(at: path), entry.isFile else { return nil }
    return try repository.blob(entry.id)
  }

  /// Everything but directories, sorted by the bytes of the paths.
  package func files() throws(SourceControlError) -> [GitTreeEntry] {
    var search = GitTreeSearch { _ in true }
    return try search.files(in: self)
  }
}
