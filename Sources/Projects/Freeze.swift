import Basics
import Formats
import Pipelines

/// Freezes stages, so that they are taken for unchanged whatever happens to their dependencies, or
/// takes that back.
package struct Freeze {
  private let project: Project
  private let isFrozen: Bool
  private var changes: ProjectChanges

  /// - Parameter isFrozen: false takes it back.
  package init(_ project: Project, isFrozen: Bool) {
    self.project = project
    self.isFrozen = isFrozen
    changes = ProjectChanges(project)
  }

  /// - Parameter target: a stage file or a stage.
  package mutating func run(_ target: String) throws -> ProjectChanges {
    let stage = try StageTargets(project).stage(target)
    switch stage.definition {
    case .pointer(var pointer):
      pointer.frozen = isFrozen
      try changes.write(pointer, to: stage.address.file)
    case .pipeline(let resolved, _): try edit(resolved, stage.address)
    }
    return changes
  }

  private mutating func edit(_ stage: ResolvedStage, _ address: StageAddress) throws {
    if stage.isParametrized {
      let name = address.shown(from: project.directory)
      throw CairnError("cannot dump a parametrized stage: '\(name)'")
    }
    let (shown, isFrozen) = (project.shown(address.file), isFrozen)
    changes.note("Modifying stage '\(stage.name)' in '\(shown)'")
    try changes.rewrite(address.file) { bytes in
      var document = try PipelineDocument(parsing: bytes, path: shown)
      document.setFrozen(isFrozen, of: stage.name)
      return document.rendered
    }
  }
}
