import Basics
package import SystemPackage

extension GitRepository {
  /// The bytes of a file in the commit that is checked out; nil when it is not there.
  package func committedContents(of path: FilePath) throws(SourceControlError) -> [UInt8]? {
    let path = try relativePath(of: path)
    var versions = GitFileVersions(try headTree())
    return try versions.entry(at: path).map { (entry) throws(SourceControlError) in
      try blob(entry.id)
    }
  }

  /// The bytes of a file in the index; nil when it is not there.
  package func stagedContents(of path: FilePath) throws(SourceControlError) -> [UInt8]? {
    let path = try relativePath(of: path)
    let entries = try ask { (backend) throws(SourceControlError) in
      try backend.indexEntries([path])
    }
    return try entries[path].map { (entry) throws(SourceControlError) in try blob(entry.id) }
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
    let plan = try GitCommitPlan(ownEdits(edits), in: self)
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

  /// The files of the commit that is checked out; nil before the first one.
  func headTree() throws(SourceControlError) -> GitTree? {
    try head.map { (commit) throws(SourceControlError) in try tree(at: commit) }
  }

  /// The edits of files that are not a submodule's, one for each file.
  private func ownEdits(
    _ edits: [GitFileEdit]
  ) throws(SourceControlError) -> [RelativePath: GitFileEdit] {
    var own: [RelativePath: GitFileEdit] = [:]
    for edit in edits {
      let path = try relativePath(of: edit.path)
      guard try belongsHere(path) else { continue }
      own[path] = own[path]?.followed(by: edit) ?? edit
    }
    return own
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
    _ plan: GitCommitPlan, in commit: GitObjectID
  ) throws(SourceControlError) {
    var versions = GitFileVersions(try tree(at: commit))
    var changes: [GitIndexChange] = []
    let staged = Dictionary(plan.staged.map { ($0.path, $0) }) { $1 }
    for change in plan.committed where staged[change.path] == change {
      let entry = try versions.entry(at: change.path)
      if entry != change.entry { changes.append(GitIndexChange(path: change.path, entry: entry)) }
    }
    try update(changes)
  }

  private func update(_ changes: [GitIndexChange]) throws(SourceControlError) {
    guard !changes.isEmpty else { return }
    try ask { (backend) throws(SourceControlError) in try backend.updateIndex(changes) }
  }
}
