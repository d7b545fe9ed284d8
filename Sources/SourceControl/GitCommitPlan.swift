import Basics

/// What a commit of some edits does to the index and to HEAD.
struct GitCommitPlan {
  /// What differs from HEAD.
  private(set) var committed: [GitIndexChange] = []
  /// What differs from the index.
  private(set) var staged: [GitIndexChange] = []
  /// What the index held for the same paths.
  private(set) var before: [GitIndexChange] = []

  /// - Parameter edits: by their places in the working tree.
  init(
    _ edits: [RelativePath: GitFileEdit], in repository: GitRepository
  ) throws(SourceControlError) {
    let paths = edits.keys.sorted()
    let index = try repository.ask { (backend) throws(SourceControlError) in
      try backend.indexEntries(paths)
    }
    var head = GitFileVersions(try repository.headTree())
    for path in paths {
      guard let edit = edits[path] else { continue }
      let versions = (head: try head.entry(at: path), index: index[path])
      let isExecutable = (versions.index ?? versions.head)?.isExecutable ?? false
      let editor = Editor(edit: edit, isExecutable: isExecutable, repository: repository)
      let committed = try editor.apply(to: versions.head)
      let staged =
        versions.index == versions.head ? committed : try editor.apply(to: versions.index)
      append(path, committed: (versions.head, committed), staged: (versions.index, staged))
    }
  }

  private mutating func append(
    _ path: RelativePath, committed: (old: GitIndexEntry?, new: GitIndexEntry?),
    staged: (old: GitIndexEntry?, new: GitIndexEntry?)
  ) {
    if committed.old != committed.new {
      self.committed.append(GitIndexChange(path: path, entry: committed.new))
    }
    if staged.old != staged.new {
      self.staged.append(GitIndexChange(path: path, entry: staged.new))
      before.append(GitIndexChange(path: path, entry: staged.old))
    }
  }

  /// Makes an edit to one version of a file after another.
  private struct Editor {
    let edit: GitFileEdit
    /// For a version that does not exist yet.
    let isExecutable: Bool
    let repository: GitRepository

    /// Stores the edited version.
    func apply(to old: GitIndexEntry?) throws(SourceControlError) -> GitIndexEntry? {
      let bytes = try old.map { (entry) throws(SourceControlError) in
        try repository.blob(entry.id)
      }
      guard let new = edit.apply(bytes) else { return nil }
      if let old, new == bytes { return old }
      let id = try repository.ask { (backend) throws(SourceControlError) in
        try backend.writeBlob(new)
      }
      return GitIndexEntry(id: id, isExecutable: old?.isExecutable ?? isExecutable)
    }
  }
}

/// Looks up files in one tree, reading each directory once.
struct GitFileVersions {
  private let tree: GitTree?
  private var directories: [RelativePath: [RelativePath: GitTreeEntry]] = [:]

  /// - Parameter tree: nil is a tree without files.
  init(_ tree: GitTree?) {
    self.tree = tree
  }

  /// - Throws: `notAFile` for symbolic links, submodules and directories.
  mutating func entry(at path: RelativePath) throws(SourceControlError) -> GitIndexEntry? {
    guard let entry = try entries(of: path.parent)[path] else { return nil }
    guard entry.isFile else { throw SourceControlError(.notAFile, path.string) }
    return GitIndexEntry(id: entry.id, isExecutable: entry.kind == .executable)
  }

  private mutating func entries(
    of directory: RelativePath
  ) throws(SourceControlError) -> [RelativePath: GitTreeEntry] {
    if let known = directories[directory] { return known }
    var entries: [RelativePath: GitTreeEntry] = [:]
    for child in try tree?.children(of: directory) ?? [] { entries[child.path] = child }
    directories[directory] = entries
    return entries
  }
}
