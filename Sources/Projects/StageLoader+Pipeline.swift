import Basics
import Formats
import Pipelines
import SystemPackage

extension StageLoader {
  /// The stages of a pipeline file, each with what the lock file beside it knows.
  ///
  /// - Parameter name: only this one, whose name is not that of a group; the others stay unresolved.
  func loadPipeline(
    _ bytes: [UInt8], _ file: RelativePath, only name: String? = nil
  ) throws -> [Stage] {
    let lockPath = file.parent.appending("dvc.lock")
    let lock = try tree.read(lockPath).map { try LockFile(parsing: $0, path: shown(lockPath)) }
    let pipeline = try PipelineFile(
      parsing: bytes, at: FilePath(bytes: file.bytes), source: source, options: expansion)
    let resolved = try name.map { [try pipeline.stage($0)] } ?? pipeline.resolve()
    return resolved.map { stage($0, lock?[stage: $0.name], file) }
  }

  private var source: PipelineSource {
    let (tree, root, directory) = (tree, root, directory)
    return PipelineSource(
      read: { path in
        guard let inside = Location(path.string, from: .root, root: root).path else {
          return .missing
        }
        if let bytes = try tree.read(inside) { return .bytes(bytes) }
        return try tree.entries(of: inside).isEmpty ? .missing : .directory
      },
      display: { path in
        guard let inside = Location(path.string, from: .root, root: root).path else {
          return path.string
        }
        return inside.relative(to: directory).string
      })
  }

  private func stage(_ resolved: ResolvedStage, _ locked: LockedStage?, _ file: RelativePath)
    -> Stage
  {
    let base = Location(resolved.directory.string, from: .root, root: root).path ?? file.parent
    return Stage(
      address: StageAddress(file: file, name: resolved.name),
      definition: .pipeline(resolved, locked: locked), workingDirectory: base,
      outs: resolved.outs.map { output($0, locked, base) },
      dependencies: resolved.deps.map { declared($0, locked, base) }
        + resolved.params.map { parameters($0, locked, base) })
  }

  private func output(
    _ declared: StageOutput, _ locked: LockedStage?, _ base: RelativePath
  ) -> Output {
    let recorded = locked?.outs.first { $0.path.utf8.elementsEqual(declared.path.utf8) }
    var entry = OutputEntry(path: declared.path, content: recorded?.content ?? ContentInfo())
    entry.cache = declared.cache
    entry.persist = declared.persist
    entry.remote = declared.remote
    entry.push = declared.push
    var output = Output(location: Location(declared.path, from: base, root: root), entry: entry)
    switch declared.kind {
    case .out: output.purpose = .data
    case .metric: output.purpose = .metric
    case .plot: output.purpose = .plot
    }
    return output
  }

  private func declared(
    _ path: String, _ locked: LockedStage?, _ base: RelativePath
  ) -> Dependency {
    let recorded = locked?.deps.first { $0.path.utf8.elementsEqual(path.utf8) }
    return Dependency(
      kind: .path(Location(path, from: base, root: root)), text: path, entry: recorded)
  }

  private func parameters(
    _ declared: ParamsDependency, _ locked: LockedStage?, _ base: RelativePath
  ) -> Dependency {
    let file = Location(declared.file, from: base, root: root)
    var dependency = Dependency(
      kind: .parameters(file: file, keys: declared.keys), text: declared.file)
    dependency.parameters = locked?.params[declared.file]?.map
    return dependency
  }
}
