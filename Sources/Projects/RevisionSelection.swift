import Basics
import Formats
import SourceControl
import SystemPackage

/// From which states of the project stages are read, beside the working tree.
package struct RevisionSelection: Sendable, Equatable {
  package var allBranches = false
  package var allTags = false
  package var allCommits = false

  package init() {}

  package var isWorkspaceOnly: Bool { !allBranches && !allTags && !allCommits }
}

extension Project {
  /// The stages of one state of the project, with the name that messages use.
  struct NamedIndex {
    var name: String
    var index: ProjectIndex
  }

  /// The working tree first, then each selected revision once.
  func indexes(of selection: RevisionSelection) throws -> [NamedIndex] {
    let current = NamedIndex(name: "workspace", index: index)
    guard let git, !selection.isWorkspaceOnly else { return [current] }
    var seen: Set<GitObjectID> = []
    let revisions = try revisions(selection, in: git).filter { seen.insert($0.commit).inserted }
    return try [current]
      + revisions.map { revision in
        NamedIndex(
          name: revision.name, index: try index(of: revision.commit, in: git, revision.name))
      }
  }

  private func revisions(
    _ selection: RevisionSelection, in git: GitRepository
  ) throws -> [(name: String, commit: GitObjectID)] {
    var found: [(name: String, commit: GitObjectID)] = []
    if selection.allBranches { found += try git.branches().map { ($0.name, $0.target) } }
    if selection.allTags { found += try git.tags().map { ($0.name, $0.target) } }
    if selection.allCommits { found += try git.allCommits().map { ("\($0)", $0) } }
    return found
  }

  private func index(
    of commit: GitObjectID, in git: GitRepository, _ name: String
  ) throws -> ProjectIndex {
    let tree = RevisionTree(
      name: name, tree: try git.tree(at: commit), prefix: try git.relativePath(of: root))
    return ProjectIndex(
      tree: tree,
      loader: StageLoader(
        tree: tree, root: root, expansion: settings.expansion, directory: directory))
  }
}
