package import Basics
import Formats
import SourceControl
import SystemPackage

/// From which states of the project stages are read, beside the working tree.
package struct RevisionSelection: Sendable, Equatable {
  package var allBranches = false
  package var allTags = false
  package var allCommits = false
  /// Revisions by name, in Git's syntax or as experiments are called.
  package var revisions: [String] = []
  /// How many commits of each branch and of `revisions`, going back by first parents.
  package var depth = 1
  /// Also all commits of this time or later, in seconds since 1970.
  package var since: Int64?
  /// Also all commits of experiments.
  package var allExperiments = false

  package init() {}

  package var isWorkspaceOnly: Bool {
    !allBranches && !allTags && !allCommits && revisions.isEmpty && since == nil && !allExperiments
  }
}

extension Project {
  /// The stages of one state of the project, with the name that messages use.
  struct NamedIndex {
    var name: String
    var index: ProjectIndex

    /// What DVC says when it cannot be told what the state of a project needs.
    ///
    /// - Parameter hints: instead of those of `error`.
    func failure(_ error: any Error, hints: [String]? = nil) -> any Error {
      guard let error = error as? any UserFacingError else { return error }
      let shown = error.userError
      if shown.kind == .interrupted { return error }
      let cause = (error as? DocumentError)?.causeText ?? shown.fullMessage
      return CairnError(
        "Failed to collect '\(name)'", hints: hints ?? shown.hints, causes: [cause])
    }
  }

  /// The working tree first, then each selected revision once; its name holds all that lead to it.
  func indexes(of selection: RevisionSelection) throws -> [NamedIndex] {
    let current = NamedIndex(name: "workspace", index: index)
    guard !selection.isWorkspaceOnly else { return [current] }
    guard let git else {
      if !selection.revisions.isEmpty || selection.allExperiments { throw NoSourceControl() }
      return [current]
    }
    var names: [GitObjectID: [String]] = [:]
    var order: [GitObjectID] = []
    for (name, commit) in try revisions(selection, in: git) {
      if names[commit] == nil { order.append(commit) }
      if names[commit]?.contains(name) != true { names[commit, default: []].append(name) }
    }
    return try [current]
      + order.compactMap { commit in
        let name = (names[commit] ?? []).joined(separator: ",")
        return try index(of: commit, named: name).map { NamedIndex(name: name, index: $0) }
      }
  }

  private func revisions(
    _ selection: RevisionSelection, in git: GitRepository
  ) throws -> [(name: String, commit: GitObjectID)] {
    var found = try selection.revisions.flatMap { name in
      try git.commits(back: selection.depth, from: try commit(named: name), name)
    }
    if selection.allCommits {
      found += try git.allCommits().map { ("\($0)", $0) }
    } else {
      if selection.allBranches {
        found += try git.branches()
          .flatMap { try git.commits(back: selection.depth, from: $0.target, $0.name) }
      }
      if selection.allTags { found += try git.tags().map { ($0.name, $0.target) } }
      if let since = selection.since {
        found += try git.allCommits().filter { try git.commit($0).time >= since }
          .map { ("\($0)", $0) }
      }
    }
    if selection.allExperiments { found += try git.experimentCommits().map { ("\($0)", $0) } }
    return found
  }

  /// The stages of a commit; nil when the project's directory is not there yet.
  func index(of commit: GitObjectID, named name: String) throws -> ProjectIndex? {
    guard let git else { throw NoSourceControl() }
    let tree = RevisionTree(
      name: name, revision: String("\(commit)".prefix(7)), tree: try git.tree(at: commit),
      prefix: try git.relativePath(of: root))
    guard try tree.hasProject else { return nil }
    return ProjectIndex(
      tree: tree,
      loader: StageLoader(
        tree: tree, root: root, expansion: settings.expansion, directory: directory))
  }

  /// The commit that a revision in Git's syntax, or the name of an experiment, means.
  func commit(named name: String) throws -> GitObjectID {
    guard let git else { throw NoSourceControl() }
    do {
      return try git.resolve(name)
    } catch let error where error.code == .unknownRevision {
      guard let experiment = try git.experiment(named: name) else { throw error }
      return experiment.tip
    }
  }
}

extension GitRepository {
  /// A commit and those before it by first parents, as many as there are up to `count`: `main`, `main~1`.
  fileprivate func commits(
    back count: Int, from commit: GitObjectID, _ name: String
  ) throws -> [(name: String, commit: GitObjectID)] {
    var found: [(name: String, commit: GitObjectID)] = []
    var next: GitObjectID? = commit
    while let id = next, found.count < count || count < 0 {
      found.append((found.isEmpty ? name : "\(name)~\(found.count)", id))
      next = found.count == count ? nil : try self.commit(id).parents.first
    }
    return found
  }
}

/// The command needs Git, and the project has none.
package struct NoSourceControl: UserFacingError {
  package var userError: CairnError {
    CairnError(
      "Only supported for Git repositories. If you're seeing this error in a Git repo, try updating "
        + "the DVC configuration with `dvc config core.no_scm false`.")
  }

  package init() {}
}
