import Basics
import Formats
import Objects
import SourceControl

/// What `diff` is asked.
package struct DiffRequest: Sendable {
  package var oldRevision = "HEAD"
  /// Nil for the workspace, which may also be named `workspace`.
  package var newRevision: String?
  package var targets: [String] = []

  package init() {}
}

/// Compares the data of two revisions, or of a revision and the workspace.
package struct DiffVerb {
  private let project: Project
  private let request: DiffRequest
  private let builder: DataIndexBuilder

  package init(_ project: Project, _ request: DiffRequest) throws {
    self.project = project
    self.request = request
    builder = DataIndexBuilder(try Workspace(project), isGranular: true)
  }

  package func run() async throws -> DiffReport {
    guard let git = project.git else { throw NoSourceControl() }
    if try git.head == nil { return DiffReport() }
    return try await comparesWorkspace ? compareWithWorkspace() : compareRevisions()
  }

  private static let workspace = "workspace"

  private var comparesWorkspace: Bool {
    request.newRevision.map { $0.utf8.elementsEqual(Self.workspace.utf8) } ?? true
  }

  private func compareWithWorkspace() async throws -> DiffReport {
    let now = try selection(project.index)
    let commit = try project.commit(named: request.oldRevision)
    guard let index = try project.index(of: commit, named: request.oldRevision) else {
      return DiffReport()
    }
    let before = try selection(index)
    try refuseUnknown(before, now)
    let old = try await builder.recorded(before.outputs)
    return try report(
      from: old, to: builder.present(now.outputs), tellsMissing: request.newRevision == nil)
  }

  private func compareRevisions() async throws -> DiffReport {
    // What DVC finds between the workspace and a revision in this order is nothing.
    if request.oldRevision.utf8.elementsEqual(Self.workspace.utf8) { return DiffReport() }
    let names = [request.oldRevision, request.newRevision ?? Self.workspace]
    let commits = try names.map(project.commit(named:))
    if commits[0] == commits[1] { return DiffReport() }
    let sides = try zip(commits, names).compactMap { commit, name in
      try project.index(of: commit, named: name).map(selection)
    }
    // As DVC, which compares nothing with a commit from before the project.
    guard sides.count == 2 else { return DiffReport() }
    try refuseUnknown(sides[0], sides[1])
    let old = try await builder.recorded(sides[0].outputs)
    return try report(
      from: old, to: try await builder.recorded(sides[1].outputs), tellsMissing: false)
  }

  private func report(
    from old: DataIndex, to new: DataIndex, tellsMissing: Bool
  ) throws -> DiffReport {
    let comparison = DataComparison(from: old, to: new, .init(.entries, isGranular: true))
    let missing =
      tellsMissing
      ? try DataPresence(project).missing(of: old, besides: comparison.passedOver) : []
    return DiffReport(comparison, from: old, to: new, missing: missing)
  }
}

// MARK: - Targets

extension DiffVerb {
  /// The outputs that the targets mean on one side, and which targets mean nothing there.
  private struct Selection {
    var outputs: [SelectedOutput]
    var unknown: Set<Int>
  }

  private func selection(_ index: ProjectIndex) throws -> Selection {
    let resolver = TargetResolver(index: index, directory: project.directory, root: project.root)
    var targeted: [TargetedStage] = []
    var unknown: Set<Int> = []
    if request.targets.isEmpty { targeted = try resolver.resolve([]) }
    for (number, target) in request.targets.enumerated() {
      do {
        targeted += try resolver.resolve([target])
      } catch is any UserFacingError {
        unknown.insert(number)
      }
    }
    let outputs = OutputSelection(targeted) { $0.entry.cache && $0.path != nil }.outputs
    return Selection(outputs: outputs, unknown: unknown)
  }

  private func refuseUnknown(_ left: Selection, _ right: Selection) throws {
    guard let number = left.unknown.intersection(right.unknown).min() else { return }
    let target = pythonQuoted(request.targets[number])
    throw CairnError("[Errno 2] No such file or directory: \(target)", kind: .unexpected)
  }
}
