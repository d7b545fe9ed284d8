package import Basics
import Formats
package import SystemPackage

/// A stage that a command line target means, all of it or a part.
package struct TargetedStage: Sendable {
  package var stage: Stage
  /// Only what is at this path or below it; nil means the whole stage.
  package var scope: RelativePath?

  package init(stage: Stage, scope: RelativePath? = nil) {
    self.stage = stage
    self.scope = scope
  }

  /// The outputs that are meant.
  package var outs: [Output] {
    guard let scope else { return stage.outs }
    return stage.outs.filter { $0.path.map(scope.overlaps) ?? false }
  }

  /// The part of `output` that is meant, as paths below it; the root for all of it.
  package func scope(of output: Output) -> RelativePath {
    guard let scope, let path = output.path else { return .root }
    return scope.dropping(prefix: path) ?? .root
  }
}

/// A target of the command line that means nothing.
package struct UnknownTarget: UserFacingError {
  package var target: String
  package var userError: CairnError
}

/// Turns targets of the command line into stages, by DVC's rules.
package struct TargetResolver {
  package let index: ProjectIndex
  /// The current directory, relative to the project's root; nil when it is elsewhere.
  package let directory: RelativePath
  package let root: FilePath

  package struct Options: Sendable {
    /// Also every stage that a target depends on (`-d`).
    package var withDependencies = false
    /// A directory means all stages below it (`-R`).
    package var isRecursive = false

    package init(withDependencies: Bool = false, isRecursive: Bool = false) {
      self.withDependencies = withDependencies
      self.isRecursive = isRecursive
    }
  }

  package init(index: ProjectIndex, directory: RelativePath, root: FilePath) {
    self.index = index
    self.directory = directory
    self.root = root
  }

  /// All stages for no target; else the stages of each in turn, none twice.
  package func resolve(
    _ targets: [String], _ options: Options = Options()
  ) throws -> [TargetedStage] {
    if targets.isEmpty { return try index.stages().map { TargetedStage(stage: $0) } }
    var found: [TargetedStage] = []
    for target in targets {
      do {
        found += try resolve(target, options)
      } catch let error as CairnError {
        throw UnknownTarget(target: target, userError: error)
      }
    }
    if options.withDependencies { found = try index.addingDependencies(of: found) }
    return unique(found)
  }

  private func unique(_ found: [TargetedStage]) -> [TargetedStage] {
    struct Key: Hashable {
      var address: StageAddress
      var scope: RelativePath?
    }
    var seen: Set<Key> = []
    return found.filter { seen.insert(Key(address: $0.stage.address, scope: $0.scope)).inserted }
  }

  private func resolve(_ target: String, _ options: Options) throws -> [TargetedStage] {
    let path = path(of: target)
    if options.isRecursive, let path, try index.isDirectory(path) {
      return try index.stages().filter { $0.address.file.isInside(path) }
        .map { TargetedStage(stage: $0) }
    }
    if let stages = try namedStages(target) { return stages.map { TargetedStage(stage: $0) } }
    if let path {
      let owners = try index.stages().filter { stage in
        stage.outs.contains { $0.path.map(path.isInside) ?? false }
      }
      if !owners.isEmpty { return owners.map { TargetedStage(stage: $0, scope: path) } }
    }
    throw CairnError(
      "'\(target)' does not exist as an output or a stage name in 'dvc.yaml'",
      causes: [try missingStage(target)])
  }

  private func path(of target: String) -> RelativePath? {
    Location(target, from: directory, root: root).path
  }

  /// The stages that `target` names: a stage file, `file:name`, a name in `./dvc.yaml` (or a group of
  /// generated stages); nil when it must be an output.
  private func namedStages(_ target: String) throws -> [Stage]? {
    if isStageFile(target) { return try stages(inFile: target) }
    if let colon = target.lastIndex(of: ":"),
      colon == target.startIndex || isStageFile(String(target[..<colon]))
    {
      let file = colon == target.startIndex ? "dvc.yaml" : String(target[..<colon])
      let name = String(target[target.index(after: colon)...])
      let all = try stages(inFile: file)
      let found = name.isEmpty ? all : all.filter { Self.matches($0.address.name ?? "", name) }
      if found.isEmpty { throw CairnError("Stage '\(name)' not found inside '\(file)' file") }
      return found
    }
    guard let file = path(of: "dvc.yaml"), try index.tree.read(file) != nil else { return nil }
    let found = try index.stages(inFile: file).filter {
      Self.matches($0.address.name ?? "", target)
    }
    return found.isEmpty ? nil : found
  }

  /// Whether a stage is meant by `target`: its own name, or the group that it was generated from.
  private static func matches(_ name: String, _ target: String) -> Bool {
    let name = Array(name.utf8)
    return name.elementsEqual(target.utf8)
      || name.starts(with: Array(target.utf8) + [UInt8(ascii: "@")])
  }

  private func isStageFile(_ target: String) -> Bool {
    let name = target.utf8.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? []
    return StageCollector.isStageFile(name) || name.elementsEqual("dvc.yml".utf8)
  }

  private func stages(inFile target: String) throws -> [Stage] {
    guard let file = path(of: target), try index.tree.read(file) != nil else {
      let absolute = root.appending(directory).pushing(FilePath(target)).lexicallyNormalized()
      throw CairnError("'\(absolute)' does not exist")
    }
    if let working = index.tree as? WorkingTree,
      try working.ignore.isIgnored(file, isDirectory: false)
    {
      throw CairnError("'\(root.appending(file))' is dvc-ignored")
    }
    return try index.stages(inFile: file)
  }

  private func missingStage(_ target: String) throws -> String {
    guard let file = path(of: "dvc.yaml"), try index.tree.read(file) != nil else {
      return "'dvc.yaml' does not exist"
    }
    return "Stage '\(target)' not found inside 'dvc.yaml' file"
  }
}
