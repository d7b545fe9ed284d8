import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SystemPackage

/// What is recorded of an output, and how storing it went.
struct SavedOutput {
  var content: ContentInfo
  /// False when no configured type of link works between the cache and the workspace.
  var isLinked = true
}

/// Records what an output is now: hashed, stored, linked, described.
struct OutputSaver {
  let workspace: Workspace
  let purpose: CacheIngest.Purpose
  /// Whether what DVC 2 recorded stays so while the data have not changed.
  var keepsLegacy = true

  /// - Parameters:
  ///   - stores: whether to put objects into the cache.
  ///   - relinks: whether stored files become links of their objects, as configured.
  init(_ workspace: Workspace, stores: Bool, relinks: Bool) {
    self.workspace = workspace
    purpose = stores ? relinks ? .store : .storeCopies : .hash
  }

  private var project: Project { workspace.project }

  /// Saves all of the output at `path`.
  func save(_ path: RelativePath, replacing previous: Output?) throws -> SavedOutput {
    let absolute = project.absolute(path)
    if let kept = try keepLegacy(absolute, previous) { return SavedOutput(content: kept) }
    let state = try workspace.recordableState(at: absolute, purpose)
    let tree = try withAbsentEntries(state, absolute, previous)
    if purpose.stores, state.kind == .directory { try project.cache(.md5).insert(tree) }
    let isLinked = try link(state, at: absolute)
    let content = describe(state, tree, previous)
      .keepingVersions(of: previous?.entry.content, state)
    return SavedOutput(content: content, isLinked: isLinked)
  }

  /// Records all of the directory at `path`, but stores and links only the part at `scope`.
  func save(
    _ path: RelativePath, storing scope: RelativePath, replacing previous: Output?
  ) throws -> SavedOutput {
    let absolute = project.absolute(path)
    let state = try workspace.recordableState(at: absolute, .hash)
    let tree = try withAbsentEntries(state, absolute, previous)
    let place = absolute.appending(scope)
    let part = try workspace.state(at: place, .md5, purpose)
    if part.kind == .missing { throw FileError(.status, place, .noSuchFileOrDirectory) }
    if purpose.stores { try project.cache(.md5).insert(tree) }
    let isLinked = try link(part, at: place)
    let content = describe(state, tree, previous)
      .keepingVersions(of: previous?.entry.content, state)
    return SavedOutput(content: content, isLinked: isLinked)
  }

  /// Saves some parts of the directory at `path`; the rest stays as recorded.
  func save(
    _ scopes: [RelativePath], of path: RelativePath, replacing previous: Output?
  ) throws -> SavedOutput {
    let absolute = project.absolute(path)
    if previous?.entry.content.isVersioned == true {
      throw CairnError(
        "'\(project.shown(path))' is cloud-versioned; parts of it cannot be recorded yet",
        hints: ["Record all of it."])
    }
    var tree = try recordedTree(previous)
    let old = tree
    var added: Int64 = 0
    var isLinked = true
    for scope in scopes {
      let part = absolute.appending(scope)
      let state = try workspace.recordableState(at: part, purpose)
      if state.kind == .missing, tree.range(inside: scope).isEmpty {
        throw FileError(.status, part, .noSuchFileOrDirectory)
      }
      var subtree = TreeObject(
        unsorted: state.tree.paths.indices.map {
          (scope.appending(state.tree.paths[$0]), state.digests[$0])
        })
      if let previous {
        subtree = try AbsentEntries(workspace).keep(
          tree, besides: subtree, inside: scope, of: previous, at: absolute)
      }
      if purpose.stores, state.kind == .directory { try project.cache(.md5).insert(state.tree) }
      tree = tree.replacing(inside: scope, with: subtree)
      added += state.size
      if try !link(state, at: part) { isLinked = false }
    }
    if purpose.stores { try project.cache(.md5).insert(tree) }
    return SavedOutput(content: describeParts(tree, old, previous, added), isLinked: isLinked)
  }

  /// The size is known only when nothing but additions happened; DVC drops it otherwise.
  private func describeParts(
    _ tree: TreeObject, _ old: TreeObject, _ previous: Output?, _ added: Int64
  ) -> ContentInfo {
    var content = ContentInfo(
      hash: HashInfo(value: tree.id.description), nfiles: tree.count)
    let isSame = tree == old
    let onlyAdds = CheckoutPlan(current: old, wanted: tree)
    if isSame {
      content.size = previous?.entry.content.size
    } else if onlyAdds.replacements.isEmpty, onlyAdds.deletions.isEmpty,
      onlyAdds.creations.count == tree.count - old.count
    {
      content.size = previous?.entry.content.size.map { $0 + addedSize(onlyAdds, added) }
    }
    return content
  }

  private func addedSize(_ plan: CheckoutPlan, _ added: Int64) -> Int64 {
    plan.creations.isEmpty ? 0 : added
  }

  /// What a dependency is now.
  func content(at path: FilePath, recorded: ContentInfo) throws -> ContentInfo {
    let output = Output(
      location: .outside(path), entry: OutputEntry(path: path.string, content: recorded))
    if let kept = try keepLegacy(path, output) { return kept }
    return ContentInfo(try workspace.state(at: path))
  }

  /// What DVC 2 recorded stays as it is while the data have not changed.
  private func keepLegacy(_ path: FilePath, _ previous: Output?) throws -> ContentInfo? {
    guard keepsLegacy, let previous, previous.algorithm == .md5Dos2Unix, previous.hasHash else {
      return nil
    }
    let state = try workspace.state(at: path, .md5Dos2Unix, .hash)
    guard let id = state.id, id == previous.id else { return nil }
    if purpose.stores {
      _ = try workspace.state(at: path, .md5Dos2Unix, purpose)
      if id.isTree { try project.cache(.md5Dos2Unix).insert(state.tree) }
    }
    return previous.entry.content
  }

  private func recordedTree(_ previous: Output?) throws -> TreeObject {
    guard let previous, let id = previous.id else { return .empty }
    if let tree = try project.cache(previous.algorithm).tree(id) { return tree }
    guard let tree = try workspaceTree(previous), tree.id == id else {
      throw CairnError(
        "the directory's list of files, '\(id)', is not in the cache",
        hints: ["cairn fetch \(project.shown(previous.location))"])
    }
    return tree
  }

  /// The tree on disk, which is the recorded one when it was recorded without being stored.
  private func workspaceTree(_ output: Output) throws -> TreeObject? {
    guard let path = output.path else { return nil }
    let state = try workspace.state(at: project.absolute(path), output.algorithm)
    return state.kind == .directory ? state.tree : nil
  }

  /// Entries that were never brought here belong to the directory still.
  private func withAbsentEntries(
    _ state: WorkspaceState, _ path: FilePath, _ previous: Output?
  ) throws -> TreeObject {
    guard state.kind == .directory, let previous, previous.id?.isTree == true else {
      try workspace.records.setMaterializedParts(nil, of: path)
      return state.tree
    }
    return try AbsentEntries(workspace).keep(
      knownTree(previous, at: path), besides: state.tree, inside: .root, of: previous, at: path)
  }

  /// The recorded tree, where the cache has it.
  ///
  /// - Throws: when it does not, and only a part of the directory is here.
  private func knownTree(_ previous: Output, at path: FilePath) throws -> TreeObject? {
    if try workspace.records.materializedParts(of: path) != nil {
      return try recordedTree(previous)
    }
    // A damaged list tells nothing, and must not keep anybody from recording a new one.
    return previous.id.flatMap { try? project.cache(previous.algorithm).tree($0) }
  }

  /// - Returns: false when no configured type of link works here.
  private func link(_ state: WorkspaceState, at path: FilePath) throws -> Bool {
    if purpose != .store { return true }
    do {
      let replaced = try ObjectLinker(project.cache(.md5)).relink(
        state, at: path, temporaries: temporaryHome(for: path, preferred: project.stagingDirectory)
      ) {
        // The files of the user were safe: what takes their place must be.
        try project.ledger.settle()
        project.ledger.note(project.root)
      }
      let listing =
        replaced.isEmpty
        ? state.listing : try workspace.refresh(path, tree: state.tree, .md5, ours: replaced)
      try workspace.noteLink(path, listing)
      return true
    } catch is NoLinkTypeError {
      return false
    }
  }

  private func describe(
    _ state: WorkspaceState, _ tree: TreeObject, _ previous: Output?
  ) -> ContentInfo {
    switch state.kind {
    case .missing: return ContentInfo()
    case .file: return ContentInfo(state)
    case .directory:
      var content = ContentInfo(
        hash: HashInfo(value: tree.id.description), size: state.size, nfiles: tree.count)
      if tree.count != state.digests.count { content.size = sizeWithAbsent(tree, previous) }
      return content
    }
  }

  /// With absent entries the sum is known only if nothing changed.
  private func sizeWithAbsent(_ tree: TreeObject, _ previous: Output?) -> Int64? {
    tree.id == previous?.id ? previous?.entry.content.size : nil
  }
}
