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
    if try workspace.isAbsent(output) { return nil }
    guard let id = output.id, id.isTree, let path = absolutePath(output) else {
      if output.entry.cache, output.hasHash, try !isInCache(output, nil) { return "not in cache" }
      return try workspaceWord(output)
    }
    // Of a directory, the cache is looked at while the workspace is.
    let (cached, found) = alongside {
      let tree = try recordedTree(output)
      let isCached = try !output.entry.cache || isInCache(output, tree)
      return (
        tree, isCached, index: isCached ? workspace.index(for: path, output.algorithm) : .empty
      )
    } _: {
      try workspace.scan(path)
    }
    let (tree, isCached, index) = try cached.get()
    if !isCached { return "not in cache" }
    return try word(output, tree, path, found.get(), index)
  }

  /// The tree object of a directory, where the cache has it.
  private func recordedTree(_ output: Output) throws -> TreeObject? {
    guard let id = output.id, id.isTree else { return nil }
    return try workspace.project.cache(output.algorithm).tree(id)
  }

  /// `deleted`, `modified` or nil, whatever the cache holds.
  func workspaceWord(_ output: Output) throws -> String? {
    guard let path = absolutePath(output), try !workspace.isAbsent(output) else { return nil }
    let tree = try recordedTree(output)
    return try word(
      output, tree, path, workspace.scan(path), workspace.index(for: path, output.algorithm))
  }

  private func word(
    _ output: Output, _ recorded: TreeObject?, _ path: FilePath, _ found: Workspace.Scan,
    _ index: FileIndex
  ) throws -> String? {
    if found.kind == .missing { return "deleted" }
    guard let id = output.id else { return "modified" }
    return try isUnchanged(output, id, recorded, path, found, index) ? nil : "modified"
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
    let parts = try output.path.flatMap {
      try workspace.records.materializedParts(of: workspace.project.absolute($0))
    }
    guard let parts else { return try cache.contains(allOf: tree.digests) }
    let needed = tree.paths.indices.filter { parts.contains(tree.paths[$0]) }
    return try cache.contains(allOf: needed.map { tree.digests[$0] })
  }

  private func isUnchanged(
    _ output: Output, _ id: ObjectID, _ recorded: TreeObject?, _ path: FilePath,
    _ found: Workspace.Scan, _ index: FileIndex
  ) throws -> Bool {
    guard id.isTree == (found.kind == .directory) else { return false }
    guard id.isTree, let recorded else {
      return try workspace.state(at: path, found, output.algorithm, index: index).id == id
    }
    let parts = try workspace.records.materializedParts(of: path)
    if parts == nil, found.listing.paths != recorded.paths { return false }
    let state = try workspace.state(at: path, found, output.algorithm, index: index)
    let tree =
      parts.map { state.tree.addingAbsentEntries(of: recorded, besides: $0) } ?? state.tree
    return tree == recorded
  }
}
