import Basics
import Formats
import Hashing
import Objects

/// Makes indexes of what outputs hold, as recorded and as found in the workspace.
struct DataIndexBuilder {
  let workspace: Workspace
  let trees: TreeLibrary
  /// Whether the files of directories are wanted.
  let isGranular: Bool
  /// A remote that stands for the configured default.
  let defaultRemote: String?

  init(_ workspace: Workspace, isGranular: Bool, defaultRemote: String? = nil) {
    self.workspace = workspace
    trees = TreeLibrary(workspace.project, defaultRemote: defaultRemote)
    self.isGranular = isGranular
    self.defaultRemote = defaultRemote
  }

  /// The outputs as their stages record them.
  ///
  /// - Throws: when the remote of an output is not configured as it should be.
  func recorded(_ outputs: [SelectedOutput]) async throws -> DataIndex {
    var entries: [DataIndex.Entry] = []
    for selected in outputs {
      guard let path = selected.output.path else { continue }
      _ = try workspace.project.assignedRemote(of: selected.output, default: defaultRemote)
      entries.append(await recorded(selected, at: path))
    }
    return DataIndex(entries)
  }

  private func recorded(
    _ selected: SelectedOutput, at path: RelativePath
  ) async -> DataIndex.Entry {
    let output = selected.output
    let origin = selected.stage.origin
    let hash = DataHash(output.entry.content) ?? origin.flatMap { DataHash($0) }
    let files = (origin ?? output.entry.content).nfiles ?? 0
    var entry = DataIndex.Entry(
      path, isDirectory: files > 0 || hash?.isTree ?? false, hash: hash,
      algorithm: output.algorithm)
    entry.isPartialImport = hash != nil && !output.hasHash
    if isGranular, hash?.isTree == true, !entry.isPartialImport {
      entry.members = await trees.tree(of: output).map { .tree($0) } ?? .unknown
    }
    return entry.limited(to: selected.scopes)
  }

  /// The outputs as they are in the workspace; those that are not there are left out.
  func present(_ outputs: [SelectedOutput]) throws -> DataIndex {
    DataIndex(try outputs.compactMap(present))
  }

  private func present(_ selected: SelectedOutput) throws -> DataIndex.Entry? {
    let output = selected.output
    guard let path = output.path else { return nil }
    let state = try workspace.state(at: workspace.project.absolute(path), output.algorithm)
    let isWhole = selected.scopes.contains(.root)
    switch state.kind {
    case .missing: return try absent(selected, at: path)
    case .file:
      guard isWhole, let id = state.id else { return nil }
      return DataIndex.Entry(path, isDirectory: false, hash: .object(output.algorithm, id))
    case .directory:
      let tree = try withAbsentEntries(state.tree, output)
      var entry = DataIndex.Entry(
        path, isDirectory: true, hash: isWhole ? hash(of: tree, output) : nil,
        algorithm: output.algorithm)
      if isGranular { entry.members = .tree(tree) }
      return entry.limited(to: selected.scopes)
    }
  }

  /// An output that was never brought here, by choice, counts as if it were.
  private func absent(
    _ selected: SelectedOutput, at path: RelativePath
  ) throws -> DataIndex.Entry? {
    let output = selected.output
    guard let id = output.id, try workspace.isAbsent(output) else { return nil }
    var entry = DataIndex.Entry(
      path, isDirectory: id.isTree, hash: .object(output.algorithm, id),
      algorithm: output.algorithm)
    if isGranular, id.isTree {
      let tree =
        try trees.knownTree(of: output)
        ?? workspace.project.cache(output.algorithm).tree(id)
      entry.members = tree.map { .tree($0) } ?? .unknown
    }
    return entry.limited(to: selected.scopes)
  }

  /// Files that were never brought here are neither missing nor deleted.
  private func withAbsentEntries(_ tree: TreeObject, _ output: Output) throws -> TreeObject {
    guard let path = output.path, let id = output.id,
      let parts = try workspace.records.materializedParts(
        of: workspace.project.absolute(path)),
      let recorded = try trees.knownTree(of: output)
        ?? workspace.project.cache(output.algorithm).tree(id)
    else { return tree }
    return tree.addingAbsentEntries(of: recorded, besides: parts)
  }

  private func hash(of tree: TreeObject, _ output: Output) -> DataHash {
    if let id = output.id, trees.knownTree(of: output) == tree {
      return .object(output.algorithm, id)
    }
    return .object(output.algorithm, tree.id)
  }
}

extension DataIndex.Entry {
  /// The entry as far as it lies in one of `scopes`, which are paths below it.
  fileprivate func limited(to scopes: [RelativePath]) -> DataIndex.Entry {
    if scopes.contains(.root) { return self }
    var part = self
    part.isWhole = false
    if case .tree(let tree) = members { part.members = .tree(tree.subtree(insideAnyOf: scopes)) }
    return part
  }
}

extension Stage {
  /// What an import by URL says of its origin; nil for all other stages.
  fileprivate var origin: ContentInfo? {
    guard isImport, let entry = dependencies.first?.entry, entry.repository == nil,
      entry.database == nil
    else { return nil }
    return entry.content
  }
}

extension Project {
  /// The remote that should hold an output's objects; nil where none is configured.
  ///
  /// - Throws: when one is named that does not exist.
  func assignedRemote(of output: Output, default name: String?) throws -> RemoteSettings? {
    guard let name = output.entry.remote ?? name ?? settings.defaultRemoteName else { return nil }
    return try settings.remote(named: name)
  }
}
