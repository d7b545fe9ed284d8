import Basics
import Formats
import Objects
import Pipelines
import SystemPackage

/// Compares data and pipelines with what is recorded, without writing a tracked file.
package struct StatusVerb {
  private let project: Project
  private let workspace: Workspace

  package init(_ project: Project) throws {
    self.project = project
    workspace = try Workspace(project)
  }

  package func run(
    _ targets: [String] = [], _ options: TargetResolver.Options = .init()
  ) throws -> StatusReport {
    let targeted = try project.targets.resolve(targets, options)
    var report = StatusReport()
    report.isEmptyProject = targets.isEmpty && targeted.isEmpty
    return try project.withPathsLocked(reading: targeted.flatMap(paths)) {
      for target in targeted {
        let name = target.stage.address.shown(from: project.directory)
        if target.stage.isFrozen, !target.stage.isImportOfVersions {
          report.warnings.append(
            "stage: '\(name)' is frozen. Its dependencies are not going to be shown in the status "
              + "output.")
        }
        let changes = try self.changes(target)
        if !changes.isEmpty { report.stages.append((name, changes)) }
      }
      return report
    }
  }

  private func paths(_ target: TargetedStage) -> [FilePath] {
    target.outs.compactMap { $0.path.map(project.absolute) }
  }

  /// What changed in the targeted part of a stage.
  ///
  /// - Parameter ignoresCache: takes an output for unchanged whose objects are only missing in the cache.
  func changes(
    _ target: TargetedStage, ignoresCache: Bool = false
  ) throws -> [StatusReport.Change] {
    let stage = target.stage
    var changes: [StatusReport.Change] = []
    let dependencies =
      stage.isFrozen ? [] : try DependencyStatus(workspace).items(of: stage)
    if !dependencies.isEmpty { changes.append(.dependencies(dependencies)) }
    let outputs = try items(target.outs, ignoresCache)
    if !outputs.isEmpty { changes.append(.outputs(outputs)) }
    if isAlwaysChanged(stage) { changes.append(.alwaysChanged) }
    if let definition = definitionChange(stage) { changes.append(definition) }
    return changes
  }

  /// An output that is listed twice is shown once.
  private func items(_ outs: [Output], _ ignoresCache: Bool) throws -> [StatusReport.Item] {
    let status = OutputStatus(workspace)
    var seen: Set<Location> = []
    return try outs.filter { seen.insert($0.location).inserted }.compactMap { output in
      try (ignoresCache ? status.workspaceWord(output) : status.word(output)).map {
        StatusReport.Item(project.shown(output.location), .word($0))
      }
    }
  }

  private func isAlwaysChanged(_ stage: Stage) -> Bool {
    if stage.isFrozen { return false }
    return stage.isAlwaysChanged
      || (!stage.isPointer && stage.dependencies.isEmpty && stage.outs.isEmpty)
  }

  private func definitionChange(_ stage: Stage) -> StatusReport.Change? {
    switch stage.definition {
    case .pointer(let file):
      return StageChecksum.of(file) == file.md5 ? nil : .checksum
    case .pipeline(let resolved, let locked):
      guard let locked else { return nil }
      return locked.cmd == resolved.cmd ? nil : .command
    }
  }
}
