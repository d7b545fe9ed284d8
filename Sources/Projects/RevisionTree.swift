import Basics
import SourceControl

/// The project's files in a commit.
struct RevisionTree: SourceTree {
  let name: String
  let revision: String?
  let tree: GitTree
  /// The project's root relative to the repository's.
  let prefix: RelativePath

  /// Whether the commit has the project's directory at all.
  var hasProject: Bool {
    get throws { try prefix.isRoot || tree.children(of: prefix) != nil }
  }

  func read(_ path: RelativePath) throws -> [UInt8]? {
    try tree.contents(of: prefix.appending(path))
  }

  func entries(of directory: RelativePath) throws -> [SourceEntry] {
    let children = try tree.children(of: prefix.appending(directory)) ?? []
    return children.map {
      SourceEntry(name: Array($0.path.name), isDirectory: $0.kind == .directory)
    }
  }

  /// Nothing that is committed is hidden by Git; `.dvcignore` counts as it does in the working tree.
  func hidden(_ entries: [SourceEntry], in directory: RelativePath) throws -> [Bool] {
    entries.map {
      $0.isDirectory && ($0.name == Array(".dvc".utf8) || $0.name == Array(".git".utf8))
    }
  }
}
