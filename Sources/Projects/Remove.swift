import Basics
import FileAccess
import Formats
import Objects
import Pipelines
import SystemPackage

/// What `remove` is asked to do.
package struct RemoveRequest: Sendable {
  /// Stage files and stages.
  package var targets: [String]
  /// Also delete the outputs themselves.
  package var outputs = false

  package init(targets: [String]) {
    self.targets = targets
  }
}

/// Stops tracking data and stages: their definitions go, and the lines that make Git ignore the data.
///
/// Outputs stay as files that are independent of the cache, unless they are to go too.
package struct Remove {
  private let project: Project
  private let workspace: Workspace
  private let request: RemoveRequest
  private let journal: RemoveJournal
  private var changes: ProjectChanges

  package init(_ project: Project, _ request: RemoveRequest) throws {
    self.project = project
    self.request = request
    workspace = try Workspace(project)
    journal = RemoveJournal(project, request)
    changes = ProjectChanges(project)
  }

  /// Stages are done one after another; those before one that fails stay removed.
  package mutating func run() throws -> ProjectChanges {
    let begun = try journal.begun()
    do {
      for (index, target) in request.targets.enumerated() {
        try journal.begin(index, after: begun)
        for stage in try stages(target, mayBeGone: index <= begun) { try remove(stage) }
      }
      try project.settle()
    } catch {
      try journal.end()
      throw error
    }
    try journal.end()
    return changes
  }

  /// - Parameter isMissingAllowed: for a target that an earlier run of the command may have removed.
  private func stages(_ target: String, mayBeGone isMissingAllowed: Bool) throws -> [Stage] {
    do {
      return try StageTargets(project).stages(target)
    } catch  where isMissingAllowed && (error is MissingStageFile || error is StageNotFound) {
      return []
    } catch let error as MissingStageFile {
      throw try suggestion(target, instead: error.userError)
    } catch let error as StageNotFound {
      throw try suggestion(target, instead: error.userError)
    }
  }

  /// For a target that is tracked data: the pointer file is what can be removed.
  private func suggestion(_ target: String, instead error: CairnError) throws -> CairnError {
    let name = target + ".dvc"
    let path = project.absolute(project.directory).pushing(FilePath(name))
    guard let status = try FileStatus.ifExists(at: path) else { return error }
    let question = status.kind == .file ? ". Do you mean '\(name)'?" : ""
    return CairnError("'\(target)' is not a .dvc file\(question)", causes: [error.fullMessage])
  }

  /// The definition goes last, so that a command that was killed can be repeated.
  private mutating func remove(_ stage: Stage) throws {
    try checkInterruption()
    try refuse(stage)
    let paths = stage.outs.compactMap { project.absolute($0.location) }
    try project.withPathsLocked(writing: paths) {
      for output in stage.outs { try release(output) }
      for output in stage.outs where output.isHiddenFromGit {
        if let path = output.path { try changes.unignore(path) }
      }
      try FailPoint.hit("remove-released")
      try removeDefinition(of: stage)
      try workspace.release(stage.outs.compactMap(\.path), areGone: request.outputs)
    }
  }

  private func refuse(_ stage: Stage) throws {
    if case .pipeline(let resolved, _) = stage.definition, resolved.isParametrized {
      let name = stage.address.shown(from: project.directory)
      throw CairnError("cannot remove a parametrized stage: '\(name)'")
    }
    guard request.outputs else { return }
    for output in stage.outs {
      if case .url(let url) = output.location {
        throw CairnError(
          "output '\(url)' is not on this machine: Cairn cannot delete it yet",
          hints: ["Delete it by hand, and run the command without --outs."])
      }
      if let path = project.absolute(output.location), project.root.starts(with: path) {
        throw CairnError("output '\(path)' holds the project itself: it is not deleted")
      }
    }
  }

  private func release(_ output: Output) throws {
    guard let path = project.absolute(output.location) else { return }
    if request.outputs {
      try removeTree(path)
    } else {
      try workspace.unprotect(output)
    }
  }

  private mutating func removeDefinition(of stage: Stage) throws {
    switch stage.definition {
    case .pointer: try changes.delete(stage.address.file)
    case .pipeline(let resolved, _):
      try removeLockEntry(resolved.name, beside: stage.address.file)
      try removeEntry(resolved.name, of: stage.address.file)
    }
  }

  private mutating func removeLockEntry(_ name: String, beside file: RelativePath) throws {
    let lockFile = file.parent.appending("dvc.lock")
    let shown = project.shown(lockFile)
    try changes.rewrite(lockFile) { bytes in
      var lock = try LockFile(parsing: bytes, path: shown)
      guard lock[stage: name] != nil else { return bytes }
      lock[stage: name] = nil
      return lock.stageNames.isEmpty ? nil : lock.rendered(over: bytes)
    }
  }

  private mutating func removeEntry(_ name: String, of file: RelativePath) throws {
    let shown = project.shown(file)
    try warnOfLastStage(name, of: file)
    try changes.rewrite(file) { bytes in
      var document = try PipelineDocument(parsing: bytes, path: shown)
      document.remove(stage: name)
      return document.rendered
    }
  }

  /// DVC deletes a pipeline file with its last stage, whatever else it says.
  private func warnOfLastStage(_ name: String, of file: RelativePath) throws {
    let shown = project.shown(file)
    guard let bytes = try project.index.tree.read(file) else { return }
    let document = try PipelineDocument(parsing: bytes, path: shown)
    let others = document.otherKeys.map { "'\($0)'" }.joined(separator: ", ")
    if document.stageNames == [name], !others.isEmpty {
      project.warn("'\(shown)' is deleted with its last stage, and what it says of \(others) too")
    }
  }
}
