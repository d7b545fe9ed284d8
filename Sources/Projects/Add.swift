import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SystemPackage
import Transports

/// What `add` is asked to do.
package struct AddRequest: Sendable {
  package var targets: [String]
  /// Take targets as shell patterns.
  package var globs = false
  /// Put objects into the cache.
  package var commits = true
  /// Bring files into the workspace again by the configured link type.
  package var relinks = true

  package init(targets: [String]) {
    self.targets = targets
  }
}

/// Starts tracking files and directories: into the cache, a pointer file beside each, a line in
/// `.gitignore`.
package struct Add {
  private let project: Project
  private let workspace: Workspace
  private let request: AddRequest
  private var changes: ProjectChanges

  package init(_ project: Project, _ request: AddRequest) throws {
    self.project = project
    self.request = request
    workspace = try Workspace(project)
    changes = ProjectChanges(project)
  }

  /// Targets are done one after another; those before one that fails stay done, but for their lines in
  /// `.gitignore`.
  package mutating func run() throws -> ProjectChanges {
    for target in request.targets { try refuseURL(target) }
    let paths = try TargetGlob.expand(request.targets, isEnabled: request.globs, project)
    let plans = try AddPlanner(project).plan(paths)
    return try project.withPathsLocked(writing: plans.map { project.absolute($0.output) }) {
      do {
        for plan in plans { try add(plan) }
        try workspace.recordLinks()
      } catch {
        try changes.rollBackIgnoreFiles()
        throw error
      }
      return changes
    }
  }

  private func refuseURL(_ target: String) throws {
    guard case .url(let url) = Location(target, from: project.directory, root: project.root) else {
      return
    }
    let scheme = TransportRequest(url: url).scheme
    if TransportRegistry.schemesOfDVC.contains(scheme) {
      throw CairnError(
        "Cached output(s) outside of DVC project: \(url). See "
          + "<https://dvc.org/doc/user-guide/data-management/importing-external-data> for more info."
      )
    }
    throw CairnError("config file error: Unsupported URL type \(scheme)://")
  }

  private mutating func add(_ plan: AddPlan) throws {
    try checkInterruption()
    let path = project.absolute(plan.output)
    guard try plan.scopes != [.root] || FileStatus.ifExists(at: path) != nil else {
      let cause = FileError(.status, path, .noSuchFileOrDirectory)
      throw CairnError(
        "output '\(project.shown(plan.output))' does not exist", causes: [cause.message])
    }
    try changes.refuseTracked(plan.scopes == [.root] ? plan.output : plan.targets[0])
    let saved = try save(plan)
    try changes.ignore(plan.output)
    // Another output of the same file may have been written meanwhile.
    var pointer = try project.pointer(at: plan.file, orElse: plan.pointer)
    if let index = pointer.outs.firstIndex(where: { $0.path == plan.entryPath }) {
      pointer.outs[index].content = saved.content
    }
    try changes.write(pointer, to: plan.file)
    if !saved.isLinked { changes.noteUnlinked(plan.file) }
  }

  private func save(_ plan: AddPlan) throws -> SavedOutput {
    let saver = OutputSaver(workspace, stores: request.commits, relinks: request.relinks)
    if plan.scopes == [.root] { return try saver.save(plan.output, replacing: plan.previous) }
    return try saver.save(plan.scopes, of: plan.output, replacing: plan.previous)
  }
}
