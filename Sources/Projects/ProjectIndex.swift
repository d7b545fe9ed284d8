package import Basics
import Synchronization

/// The stages of a project at one moment, read when they are first asked for.
package final class ProjectIndex: Sendable {
  package let tree: any SourceTree
  private let loader: StageLoader
  private let cached = Mutex<[Stage]?>(nil)

  package init(tree: any SourceTree, loader: StageLoader) {
    self.tree = tree
    self.loader = loader
  }

  /// Every stage, by directory and name.
  ///
  /// - Throws: when any stage file of the project is invalid.
  package func stages() throws -> [Stage] {
    if let stages = cached.withLock({ $0 }) { return stages }
    var collector = StageCollector(tree: tree, loader: loader)
    try collector.collect()
    let stages = collector.stages
    cached.withLock { $0 = stages }
    return stages
  }

  /// The stages of one file, without looking at any other.
  ///
  /// - Parameter name: only this stage of a pipeline file.
  package func stages(inFile file: RelativePath, only name: String? = nil) throws -> [Stage] {
    try loader.load(file, only: name)
  }

  package func isDirectory(_ path: RelativePath) throws -> Bool {
    if path.isRoot { return true }
    return try tree.entries(of: path.parent).contains {
      $0.isDirectory && $0.name[...] == path.name
    }
  }

  /// Every output inside the project, with its stage.
  package func outputs() throws -> [(stage: Stage, output: Output)] {
    try stages().flatMap { stage in stage.outs.map { (stage, $0) } }
  }

  /// `targets` and, before each, every stage that it depends on.
  package func addingDependencies(of targets: [TargetedStage]) throws -> [TargetedStage] {
    let all = try stages()
    var found: [TargetedStage] = []
    var seen = Set(targets.map(\.stage.address))
    func visit(_ target: TargetedStage) {
      for stage in all
      where isProducer(stage, of: target.stage) && seen.insert(stage.address).inserted {
        visit(TargetedStage(stage: stage))
      }
      found.append(target)
    }
    for target in targets { visit(target) }
    return found
  }

  private func isProducer(_ stage: Stage, of consumer: Stage) -> Bool {
    guard stage.address != consumer.address else { return false }
    return consumer.dependencies.contains { dependency in
      guard case .path(.inside(let path)) = dependency.kind else { return false }
      return stage.outs.contains { $0.path?.overlaps(path) ?? false }
    }
  }
}
