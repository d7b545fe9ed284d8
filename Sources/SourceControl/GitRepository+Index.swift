package import Basics
package import SystemPackage

extension GitRepository {
  /// Whether the index has each path, or anything below it.
  package func isTracked(_ paths: [RelativePath]) throws(SourceControlError) -> [Bool] {
    try ask { (backend) throws(SourceControlError) in try backend.isTracked(paths) }
  }

  package func isTracked(_ path: FilePath) throws(SourceControlError) -> Bool {
    try isTracked([relativePath(of: path)])[0]
  }

  /// Whether a tracked file differs between the last commit, the index and the working tree.
  package func hasChanges() throws(SourceControlError) -> Bool {
    try ask { (backend) throws(SourceControlError) in try backend.hasChanges() }
  }

  /// Takes files as they now are into the index, ignored or not; those that are gone are taken out.
  ///
  /// Paths in submodules and nested repositories are passed over: their own index is none of ours.
  package func stage(_ paths: [FilePath]) throws(SourceControlError) {
    var ours: [RelativePath] = []
    for path in paths {
      let relative = try relativePath(of: path)
      if try belongsHere(relative) { ours.append(relative) }
    }
    guard !ours.isEmpty else { return }
    try ask { (backend) throws(SourceControlError) in try backend.stage(ours) }
  }

  /// Whether no nested repository owns `path`.
  ///
  /// - Throws: `beyondSymbolicLink`.
  func belongsHere(_ path: RelativePath) throws(SourceControlError) -> Bool {
    let root = try workTree
    var ancestor = path.parent
    while !ancestor.isRoot {
      let directory = root.appending(ancestor)
      if SmallFile.isSymbolicLink(directory) {
        throw SourceControlError(.beyondSymbolicLink, path.string)
      }
      if SmallFile.exists(directory.appending(".git")) { return false }
      ancestor = ancestor.parent
    }
    return true
  }
}
