import Basics
import FileAccess
import Formats
import Hashing
import Objects
import Pipelines
import SystemPackage

/// Records a stage of a pipeline in `dvc.lock` and in the run cache.
struct StageLockWriter {
  let workspace: Workspace
  /// Keep what is recorded of dependencies that are not here.
  var keepsMissing = false

  init(_ workspace: Workspace) {
    self.workspace = workspace
  }

  private var project: Project { workspace.project }

  func write(
    _ resolved: ResolvedStage, _ stage: Stage, _ outputs: [(output: Output, content: ContentInfo)],
    into changes: inout ProjectChanges
  ) throws {
    var locked = LockedStage(cmd: resolved.cmd)
    locked.deps = try stage.dependencies.compactMap(dependency).sorted {
      isBefore($0.path, $1.path)
    }
    locked.params = try parameters(of: stage)
    locked.outs = outputs.map { OutputEntry(path: $0.output.entry.path, content: $0.content) }
      .sorted { isBefore($0.path, $1.path) }
    project.ledger.note(project.cacheDirectory)
    try RunCacheEntry(locked).save(of: stage, in: project.cacheDirectory)
    try save(locked, of: stage, into: &changes)
  }

  private func save(
    _ locked: LockedStage, of stage: Stage, into changes: inout ProjectChanges
  ) throws {
    let file = stage.address.file.parent.appending("dvc.lock")
    let shown = project.shown(file)
    let original = try project.index.tree.read(file)
    var lock = try original.map { try LockFile(parsing: $0, path: shown) } ?? LockFile()
    let name = stage.address.name ?? ""
    if original == nil { changes.note("Generating lock file '\(shown)'") }
    if lock[stage: name] != locked { changes.noteOnce("Updating lock file '\(shown)'") }
    lock[stage: name] = locked
    try changes.write(lock.rendered(over: original), to: file, replacing: original) { old in
      // A version that cannot be parsed has nothing that could be kept.
      guard var lock = try? LockFile(parsing: old, path: shown) else { return nil }
      lock[stage: name] = locked
      return lock.rendered(over: old)
    }
  }

  private func isBefore(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  private func dependency(_ dependency: Dependency) throws -> DependencyEntry? {
    guard case .path(let location) = dependency.kind else { return nil }
    guard let path = project.absolute(location) else { return dependency.entry }
    guard try FileStatus.ifExists(at: path) != nil else {
      if keepsMissing { return dependency.entry }
      throw CairnError("dependency '\(project.shown(location))' does not exist")
    }
    var saver = OutputSaver(workspace, stores: false, relinks: false)
    saver.keepsLegacy = !keepsMissing
    let content = try saver.content(at: path, recorded: dependency.entry?.content ?? ContentInfo())
    return DependencyEntry(path: dependency.text, content: content)
  }

  /// `params.yaml` first, other files by name; keys sorted at the top.
  private func parameters(of stage: Stage) throws -> Value.Mapping {
    var files: [(name: String, values: Value.Mapping)] = []
    for dependency in stage.dependencies {
      guard case .parameters(let location, let keys) = dependency.kind, let path = location.path
      else { continue }
      guard let bytes = try project.index.tree.read(path) else {
        throw CairnError("dependency '\(project.shown(path))' does not exist")
      }
      let shown = project.shown(path)
      let document = try ParameterDocument(parsing: bytes, name: shown)
      let parameters = ParamsDependency(file: dependency.text, keys: keys)
      files.append((dependency.text, try parameters.values(in: document, shown: shown)))
    }
    files.sort { left, right in
      let (isLeft, isRight) = (left.name == "params.yaml", right.name == "params.yaml")
      return isLeft == isRight ? isBefore(left.name, right.name) : isLeft
    }
    var mapping = Value.Mapping()
    for (name, values) in files { mapping[name] = .map(values) }
    return mapping
  }
}
