import Basics
package import SystemPackage

extension GitRepository {
  /// The bytes of a file in the commit that is checked out; nil when it is not there.
  package func committedContents(of path: FilePath) throws(SourceControlError) -> [UInt8]? {
    guard let entry = try headEntry(relativePath(of: path)) else { return nil }
    return try blob(entry.id)
  }

  /// The bytes of a file in the index; nil when it is not there.
  package func stagedContents(of path: FilePath) throws(SourceControlError) -> [UInt8]? {
    guard let entry = try indexEntry(relativePath(of: path)) else { return nil }
    return try blob(entry.id)
  }

  /// Commits the edits, and nothing else: what is staged stays staged, and other changes to the same files
  /// stay as they were, staged or not.
  ///
  /// Hooks, signing and what else only `git commit` honours are left to it. The working tree is not
  /// touched: the caller has made the edits there. Files of submodules are passed over.
  ///
  /// - Returns: the commit; nil when HEAD has all of it already.
  /// - Throws: what `checkCanCommit` throws, and `commitFailed`; then the index is as it was before.
  @discardableResult
  package func commitOnly(
    _ edits: [GitFileEdit], message: String
  ) throws(SourceControlError) -> GitCommitReport? {
    try checkCanCommit(message: message)
    let plan = try planCommit(of: edits)
    try update(plan.staged)
    guard !plan.committed.isEmpty else { return nil }
    do throws(SourceControlError) {
      let report = try commit(plan.committed, message: message)
      try takeOverWhatHooksChanged(plan, in: report.id)
      return report
    } catch {
      try? update(plan.before)  // the error of the commit is the one to show
      throw error
    }
  }

  private func commit(
    _ changes: [GitIndexChange], message: String
  ) throws(SourceControlError) -> GitCommitReport {
    if let program, try reasonToCommitByProgram() != nil {
      return try ProgramCommit(directory, program: program)
        .make(changes, message: message, hasParent: head != nil)
    }
    let author = try GitIdentity(.author, of: self)
    let committer = try GitIdentity(.committer, of: self)
    let id = try LibGit2Backend(directory, environment: environment, trustingOwner: true)
      .commit(changes, message: message, author: author, committer: committer)
    return GitCommitReport(id: id, output: "")
  }

  /// A hook may have changed the files on their way into the commit; the index follows it where it held
  /// the same as the commit was to get.
  private func takeOverWhatHooksChanged(
    _ plan: CommitPlan, in commit: GitObjectID
  ) throws(SourceControlError) {
    var changes: [GitIndexChange] = []
    for change in plan.committed where plan.staged.contains(change) {
      let entry = try entry(change.path, in: commit)
      if entry != change.entry { changes.append(GitIndexChange(path: change.path, entry: entry)) }
    }
    try update(changes)
  }

  private func update(_ changes: [GitIndexChange]) throws(SourceControlError) {
    guard !changes.isEmpty else { return }
    try ask { (backend) throws(SourceControlError) in try backend.updateIndex(changes) }
  }
}

/// What a commit does to the index and to HEAD.
private struct CommitPlan {
  /// What differs from HEAD.
  var committed: [GitIndexChange] = []
  /// What differs from the index.
  var staged: [GitIndexChange] = []
  /// What the index held for the same paths.
  var before: [GitIndexChange] = []
}

extension GitRepository {
  private func planCommit(of edits: [GitFileEdit]) throws(SourceControlError) -> CommitPlan {
    var plan = CommitPlan()
    for edit in edits {
      let path = try relativePath(of: edit.path)
      guard try belongsHere(path) else { continue }
      let inHead = try headEntry(path)
      let inIndex = try indexEntry(path)
      let committed = try apply(edit, to: inHead, isExecutable: inIndex?.isExecutable ?? false)
      if committed != inHead {
        plan.committed.append(GitIndexChange(path: path, entry: committed))
      }
      let staged =
        inIndex == inHead
        ? committed : try apply(edit, to: inIndex, isExecutable: inHead?.isExecutable ?? false)
      if staged != inIndex {
        plan.staged.append(GitIndexChange(path: path, entry: staged))
        plan.before.append(GitIndexChange(path: path, entry: inIndex))
      }
    }
    return plan
  }

  /// Stores the edited version of a file.
  private func apply(
    _ edit: GitFileEdit, to old: GitIndexEntry?, isExecutable: Bool
  ) throws(SourceControlError) -> GitIndexEntry? {
    let bytes = try old.map { (entry) throws(SourceControlError) in try blob(entry.id) }
    guard let new = edit.apply(bytes) else { return nil }
    if let old, new == bytes { return old }
    let id = try ask { (backend) throws(SourceControlError) in try backend.writeBlob(new) }
    return GitIndexEntry(id: id, isExecutable: old?.isExecutable ?? isExecutable)
  }

  private func headEntry(_ path: RelativePath) throws(SourceControlError) -> GitIndexEntry? {
    try head.flatMap { (commit) throws(SourceControlError) in try entry(path, in: commit) }
  }

  private func entry(
    _ path: RelativePath, in commit: GitObjectID
  ) throws(SourceControlError) -> GitIndexEntry? {
    guard let entry = try tree(at: commit).entry(at: path) else { return nil }
    guard entry.isFile else { throw SourceControlError(.notAFile, path.string) }
    return GitIndexEntry(id: entry.id, isExecutable: entry.kind == .executable)
  }

  private func indexEntry(_ path: RelativePath) throws(SourceControlError) -> GitIndexEntry? {
    try ask { (backend) throws(SourceControlError) in try backend.indexEntry(path) }
  }
}
