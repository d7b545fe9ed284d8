import Basics
import FileAccess
import Formats
import Objects
import Pipelines
import SystemPackage

/// What `commit` is asked to do.
package struct CommitRequest: Sendable {
  package var targets: [String] = []
  package var options = TargetResolver.Options()
  /// Record changes without asking.
  package var forces = false
  package var relinks = true
  /// Record what DVC 2 recorded in the form of DVC 3; outputs that are not here stay as recorded.
  package var migratesLegacy = false

  package init() {}
}

/// Records outputs, dependencies and parameters as they are now.
package struct Commit {
  private let project: Project
  private let workspace: Workspace
  private let request: CommitRequest
  private let confirm: Confirmation
  private var changes: ProjectChanges

  package init(_ project: Project, _ request: CommitRequest, confirm: @escaping Confirmation) throws
  {
    self.project = project
    self.request = request
    self.confirm = confirm
    workspace = try Workspace(project)
    changes = ProjectChanges(project)
  }

  /// Stages are done one after another; those before one that fails stay committed.
  package mutating func run() throws -> ProjectChanges {
    try run(project.targets.resolve(request.targets, request.options))
  }

  mutating func run(_ targeted: [TargetedStage]) throws -> ProjectChanges {
    let paths = targeted.flatMap { $0.outs.compactMap { $0.path.map(project.absolute) } }
    return try project.withPathsLocked(writing: paths) {
      for target in targeted { try commit(target) }
      try workspace.recordLinks()
      return changes
    }
  }

  private mutating func commit(_ target: TargetedStage) throws {
    try checkInterruption()
    let differences =
      request.forces ? [] : try StatusVerb(project).changes(target, ignoresCache: true)
    let question = question(target, differences)
    if !request.forces, let question, !confirm(question) {
      let name = target.stage.address.shown(from: project.directory)
      throw CairnError(
        "unable to commit changed stage: '\(name)'. Use `-f|--force` to force.")
    }
    if !request.forces, question == nil { return try storeOutputs(target) }
    for path in target.stage.outs.compactMap(\.path) {
      try workspace.warnIfEmpty(path, shown: path)
    }
    switch target.stage.definition {
    case .pointer(let pointer): try commit(pointer, target)
    case .pipeline(let resolved, _): try commit(resolved, target)
    }
  }

  /// What is as recorded goes into the cache; the record stays, even where it could say more.
  private func storeOutputs(_ target: TargetedStage) throws {
    for output in target.outs { _ = try store(output, target) }
  }

  /// What to ask about a changed stage; nil when nothing that matters changed.
  private func question(_ target: TargetedStage, _ differences: [StatusReport.Change]) -> String? {
    let name = target.stage.address.shown(from: project.directory)
    var parts: [String] = []
    for difference in differences {
      switch difference {
      case .dependencies(let items): parts.append("dependencies \(list(items))")
      case .outputs(let items): parts.append("outputs \(list(items))")
      case .command: return ask("'cmd' of stage: '\(name)' has changed.")
      case .checksum: return ask("'md5' of stage: '\(name)' changed.")
      case .alwaysChanged: break
      }
    }
    return parts.isEmpty
      ? nil : ask("\(parts.joined(separator: " and ")) of stage: '\(name)' changed.")
  }

  private func ask(_ fact: String) -> String { "\(fact) Are you sure you want to commit it?" }

  private func list(_ items: [StatusReport.Item]) -> String {
    "[" + items.map { pythonQuoted(Array($0.name.utf8)) }.joined(separator: ", ") + "]"
  }

  private mutating func commit(_ pointer: PointerFile, _ target: TargetedStage) throws {
    var pointer = pointer
    for index in pointer.outs.indices {
      let output = target.stage.outs[index]
      guard target.outs.contains(where: { $0.location == output.location }) else { continue }
      pointer.outs[index].content = try save(output, target)
    }
    pointer.md5 = StageChecksum.of(pointer)
    let file = target.stage.address.file
    if request.migratesLegacy { changes.note("Updating DVC file '\(project.shown(file))'") }
    try changes.write(pointer, to: file)
  }

  private mutating func commit(_ resolved: ResolvedStage, _ target: TargetedStage) throws {
    var contents: [(output: Output, content: ContentInfo)] = []
    for output in target.stage.outs { contents.append((output, try save(output, target))) }
    var writer = StageLockWriter(workspace)
    writer.keepsMissing = request.migratesLegacy
    try writer.write(resolved, target.stage, contents, into: &changes)
  }

  private mutating func save(_ output: Output, _ target: TargetedStage) throws -> ContentInfo {
    let content = try store(output, target)
    if output.entry.cache, let path = output.path { try changes.ignore(path) }
    return content
  }

  private func store(_ output: Output, _ target: TargetedStage) throws -> ContentInfo {
    guard let path = output.path else { return output.entry.content }
    guard try FileStatus.ifExists(at: project.absolute(path)) != nil else {
      if try request.migratesLegacy || workspace.isAbsent(output) { return output.entry.content }
      throw CairnError("output '\(project.shown(path))' does not exist")
    }
    var saver = OutputSaver(workspace, stores: output.entry.cache, relinks: request.relinks)
    saver.keepsLegacy = !request.migratesLegacy
    let scope = target.scope(of: output)
    let saved =
      try scope.isRoot
      ? saver.save(path, replacing: output)
      : saver.save(path, storing: scope, replacing: output)
    if !saved.isLinked { throw UnlinkableError(path: project.absolute(path)) }
    return saved.content
  }
}
