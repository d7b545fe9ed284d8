import Basics
import FileAccess
import Formats
import SourceControl
import SystemPackage

/// One pointer file that `add` writes.
struct AddPlan {
  /// The pointer file.
  var file: RelativePath
  /// What the file says now, or a new one with one output.
  var pointer: PointerFile
  /// The output that it tracks.
  var output: RelativePath
  /// How the pointer file names the output.
  var entryPath: String
  /// What was recorded before.
  var previous: Output?
  /// The parts of the output to be added; the root for all of it.
  var scopes: [RelativePath]
  /// The paths that the user gave.
  var targets: [RelativePath]
}

/// Decides which pointer file each target of `add` belongs to, and refuses what cannot be added.
struct AddPlanner {
  let project: Project

  init(_ project: Project) {
    self.project = project
  }

  func plan(_ targets: [FilePath]) throws -> [AddPlan] {
    let outputs = try project.index.outputs()
    var plans: [AddPlan] = []
    for target in targets {
      let path = try check(target)
      let plan = try plan(path, outputs)
      try merge(plan, into: &plans)
    }
    return plans
  }

  /// Two targets of one directory become one plan; all of it swallows its parts.
  private func merge(_ plan: AddPlan, into plans: inout [AddPlan]) throws {
    guard let index = plans.firstIndex(where: { $0.file == plan.file && $0.output == plan.output })
    else {
      for other in plans where other.output.overlaps(plan.output) {
        let outer = plan.output.isInside(other.output) ? other.output : plan.output
        throw overlap(outer, with: outer == plan.output ? other.output : plan.output)
      }
      plans.append(plan)
      return
    }
    let scopes = plans[index].scopes + plan.scopes
    plans[index].scopes = scopes.contains(.root) ? [.root] : scopes
    plans[index].targets += plan.targets
  }

  private func plan(
    _ path: RelativePath, _ outputs: [(stage: Stage, output: Output)]
  ) throws -> AddPlan {
    for (stage, output) in outputs {
      guard let tracked = output.path, tracked.overlaps(path) else { continue }
      guard case .pointer(let pointer) = stage.definition, stage.dependencies.isEmpty else {
        if path.isInside(tracked) { throw overlapsStage(tracked, stage) }
        throw overlap(path, with: tracked)
      }
      guard let scope = path.dropping(prefix: tracked) else { throw overlap(path, with: tracked) }
      return AddPlan(
        file: stage.address.file, pointer: pointer, output: tracked, entryPath: output.entry.path,
        previous: output, scopes: [scope], targets: [path])
    }
    return try newPlan(path)
  }

  private func newPlan(_ path: RelativePath) throws -> AddPlan {
    let directory = project.absolute(path.parent)
    guard try FileStatus.ifExists(at: directory)?.kind == .directory else {
      throw CairnError("stage working dir '\(directory)' does not exist")
    }
    let name = String(decoding: path.name, as: UTF8.self)
    let file = RelativePath(bytes: path.bytes + Array(".dvc".utf8))
    if try project.git?.isIgnored(project.absolute(file)) == true {
      throw CairnError("bad DVC file name '\(project.shown(file))' is git-ignored.")
    }
    var pointer = try existingPointer(file) ?? PointerFile()
    pointer.outs = [OutputEntry(path: name, content: ContentInfo())]
    return AddPlan(
      file: file, pointer: pointer, output: path, entryPath: name, scopes: [.root], targets: [path])
  }

  /// A pointer file that is there but tracks nothing (yet) keeps its description.
  private func existingPointer(_ file: RelativePath) throws -> PointerFile? {
    try project.index.tree.read(file).map {
      try PointerFile(parsing: $0, path: project.shown(file))
    }
  }

  private func overlap(_ path: RelativePath, with tracked: RelativePath) -> CairnError {
    let (outer, inner) = (project.shown(path), project.shown(tracked))
    return CairnError(
      """
      Cannot add '\(outer)', because it is overlapping with other DVC tracked output: '\(inner)'.
      To include '\(inner)' in '\(outer)', run 'dvc remove \(inner).dvc' and then 'dvc add \(outer)'
      """)
  }

  private func overlapsStage(_ output: RelativePath, _ stage: Stage) -> CairnError {
    let name = String(decoding: output.name, as: UTF8.self)
    let owner =
      stage.address.name.map {
        "stage: '\($0)' in '\(project.shown(stage.address.file))'"
      } ?? "stage: '\(project.shown(stage.address.file))'"
    return CairnError(
      """
      cannot update '\(name)': overlaps with an output of \(owner).
      Run the pipeline or use 'dvc commit' to force update it.
      """)
  }
}
