import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SystemPackage

/// Tells how an output differs from what is recorded of it.
package struct OutputStatus: Sendable {
  let workspace: Workspace

  package init(_ workspace: Workspace) {
    self.workspace = workspace
  }

  /// `not in cache`, `deleted`, `modified` or `new`; nil when all is as recorded.
  package func word(_ output: Output) throws -> String? {
    let tree = try recordedTree(output)
    if output.entry.cache, output.hasHash, try !isInCache(output, tree) { return "not in cache" }
    return try workspaceWord(output, tree)
  }

  /// The tree object of a directory, where the cache has it.
  private func recordedTree(_ output: Output) throws -> TreeObject? {
    guard let id = output.id, id.isTree else { return nil }
    return try workspace.project.cache(output.algorithm).tree(id)
  }

  /// `deleted`, `modified` or nil, whatever the cache holds.
  func workspaceWord(_ output: Output) throws -> String? {
    try workspaceWord(output, recordedTree(output))
  }

  private func workspaceWord(_ output: Output, _ recorded: TreeObject?) throws -> String? {
    guard let path = absolutePath(output) else { return nil }
    let (kind, listing) = try workspace.scan(path)
    if kind == .missing { return "deleted" }
    guard let id = output.id else { return "modified" }
    return try isUnchanged(output, id, recorded, path, kind, listing) ? nil : "modified"
  }

  private func absolutePath(_ output: Output) -> FilePath? {
    switch output.location {
    case .inside(let path): workspace.project.absolute(path)
    case .outside(let path): path
    case .url: nil
    }
  }

  /// Whether every object of the output that belongs here is in the cache.
  private func isInCache(_ output: Output, _ tree: TreeObject?) throws -> Bool {
    guard let id = output.id else { return false }
    let cache = workspace.project.cache(output.algorithm)
    guard id.isTree else { return try cache.containsIntact(id) }
    guard let tree else { return false }
    let scopes = try output.path.flatMap {
      try workspace.records.materializedScopes(of: workspace.project.absolute($0))
    }
    let needed = scopes.map { tree.subtree(insideAnyOf: $0).digests } ?? tree.digests
    return try needed.allSatisfy { try cache.contains(ObjectID($0)) }
  }

  private func isUnchanged(
    _ output: Output, _ id: ObjectID, _ recorded: TreeObject?, _ path: FilePath,
    _ kind: WorkspaceState.Kind, _ listing: DirectoryListing
  ) throws -> Bool {
    guard id.isTree == (kind == .directory) else { return false }
    guard id.isTree, let recorded else {
      return try workspace.state(at: path, kind, listing, output.algorithm).id == id
    }
    let scopes = try workspace.records.materializedScopes(of: path)
    if scopes == nil, listing.paths != recorded.paths { return false }
    let state = try workspace.state(at: path, kind, listing, output.algorithm)
    let tree =
      scopes.map { state.tree.addingAbsentEntries(of: recorded, outside: $0) } ?? state.tree
    return tree == recorded
  }
}
