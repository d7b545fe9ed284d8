import Basics
import Formats
import Hashing
import Objects
import SourceControl
import SystemPackage

/// What `data status` is asked.
package struct DataStatusRequest: Sendable {
  /// Paths from the project's root; none means everything.
  package var targets: [String] = []
  package var isGranular = false
  package var listsUnchanged = false
  package var listsUntracked = false
  /// Whether to tell what the remote lacks.
  package var asksRemote = false
  /// A remote other than the default one.
  package var remote: String?
  /// Whether to look at the remote rather than remember what the last look saw.
  package var refreshesRemote = true

  package init() {}
}

/// Compares the last commit, what is recorded and what is in the workspace.
package struct DataStatusVerb {
  private let project: Project
  private let request: DataStatusRequest
  private let builder: DataIndexBuilder

  package init(_ project: Project, _ request: DataStatusRequest) throws {
    self.project = project
    self.request = request
    builder = DataIndexBuilder(
      try Workspace(project), isGranular: request.isGranular,
      defaultRemote: request.asksRemote ? request.remote : nil)
  }

  package func run() async throws -> DataStatusReport {
    var report = DataStatusReport()
    let outputs = try selected(project.index)
    let recorded = try await builder.recorded(outputs)
    let present = try builder.present(outputs)
    let uncommitted = compare(recorded, present)
    report.uncommitted = DataChangeList(uncommitted, from: recorded, to: present)
    report.notInCache = try DataPresence(project).missing(of: recorded)
      .map { recorded.key(of: $0).shown }
    if request.asksRemote {
      let presence = RemoteDataPresence(project, builder, refreshes: request.refreshesRemote)
      report.notInRemote = try await presence.missing(among: outputs)
    }
    var unchanged = uncommitted.unchanged.map(\.old)
    if let git = project.git {
      let head = try await committedIndex(git)
      let committed = compare(head, recorded)
      report.committed = DataChangeList(committed, from: head, to: recorded)
      let same = Set(committed.unchanged.map(\.new))
      unchanged = unchanged.filter(same.contains)
      try lookAtGit(git, &report)
    }
    if request.listsUnchanged { report.unchanged = unchanged.map { recorded.key(of: $0).shown } }
    return report
  }

  private func compare(_ old: DataIndex, _ new: DataIndex) -> DataComparison {
    DataComparison(
      from: old, to: new,
      .init(.hashes, isGranular: request.isGranular, listsUnchanged: request.listsUnchanged))
  }

  private func committedIndex(_ git: GitRepository) async throws -> DataIndex {
    guard let head = try git.head else { return .empty }
    guard let index = try project.index(of: head, named: "HEAD") else {
      project.warn("Commit '\("\(head)".prefix(7))' does not contain a DVC repo")
      return .empty
    }
    return try await builder.recorded(selected(index))
  }

  /// The outputs that the targets mean, or the parts of them.
  private func selected(_ index: ProjectIndex) throws -> [SelectedOutput] {
    let targets = request.targets.map { target in
      let directory = project.absolute(project.directory)
      return RelativePath(
        relativeText(directory.pushing(FilePath(target)), from: directory))
    }
    return try index.outputs().compactMap { stage, output in
      guard output.entry.cache, let path = output.path else { return nil }
      let scopes = scopes(of: path, targets)
      return scopes.isEmpty ? nil : SelectedOutput(stage: stage, output: output, scopes: scopes)
    }
  }

  private func scopes(of path: RelativePath, _ targets: [RelativePath]) -> [RelativePath] {
    if targets.isEmpty || targets.contains(where: path.isInside) { return [.root] }
    return request.isGranular ? targets.compactMap { $0.dropping(prefix: path) } : []
  }

  private func lookAtGit(_ git: GitRepository, _ report: inout DataStatusReport) throws {
    report.isEmptyRepository = try git.head == nil
    report.hasGitChanges = try git.hasChanges()
    guard request.listsUntracked else { return }
    var search = UntrackedFiles(git)
    let files = try search.find()
    report.hasGitChanges = report.hasGitChanges || !files.isEmpty
    let here = try git.relativePath(of: project.absolute(project.directory))
    let (root, workTree) = (try git.relativePath(of: project.root), try git.workTree)
    let targets = request.targets.map { Location($0, from: here, root: workTree).path }
    report.untracked = files.filter { file in
      file.isInside(root)
        && (targets.isEmpty || targets.contains { $0.map(file.isInside) ?? false })
    }
    .map { $0.relative(to: here).string }
  }
}
