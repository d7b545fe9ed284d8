import Basics
import FileAccess
import Formats
import Hashing
import Objects
import Pipelines
import SourceControl
import SystemPackage

/// Decides what a `move` does, and refuses what DVC refuses or what would lose bytes.
struct MovePlanner {
  let project: Project
  let request: MoveRequest

  init(_ project: Project, _ request: MoveRequest) {
    self.project = project
    self.request = request
  }

  func plan() throws -> MovePlan {
    let source = try source()
    let destination = try expanded(request.destination, source)
    let stage = try owner(of: source)
    if !stage.isPointer { throw notDataSource(stage) }
    guard let path = destination.relative(to: project.root), !path.isRoot else {
      throw try outside(destination.removingLastComponent())
    }
    guard let plan = MovePlan(stage, source, to: path, root: project.root) else {
      throw notFound(source)
    }
    if plan.isNamedAfterOutput { try check(newFile: plan) }
    try check(outputOf: plan)
    try DestinationCheck(project).refuseLoss(plan)
    return plan
  }

  private func source() throws -> RelativePath {
    let place = Location(request.source, from: project.directory, root: project.root)
    if case .url(let url) = place {
      throw CairnError("'\(url)' is not on this machine: only local data can be moved")
    }
    if isStageFileName(request.source) { throw isStageFile(request.source) }
    guard let path = place.path else { throw notFound(nil) }
    return path
  }

  /// The destination, or a place in it when it is a directory. Slashes at the end mean nothing.
  private func expanded(_ text: String, _ source: RelativePath) throws -> FilePath {
    let path = project.absolute(project.directory).pushing(FilePath(text))
      .lexicallyNormalized()
    guard try FileStatus.ifExists(at: path)?.kind == .directory else { return path }
    return path.appending(pathBytes: source.name)
  }

  private func owner(of source: RelativePath) throws -> Stage {
    let owners = try project.index.outputs().filter { $0.output.path == source }
    guard let owner = owners.first else { throw notFound(source) }
    return owner.stage
  }

  /// What DVC asks of a new pointer file.
  private func check(newFile plan: MovePlan) throws {
    let file = project.absolute(plan.newFile)
    if try project.git?.isIgnored(file) == true {
      throw CairnError("bad DVC file name '\(project.shown(plan.newFile))' is git-ignored.")
    }
    let directory = file.removingLastComponent()
    guard let status = try FileStatus.ifExists(at: directory) else {
      throw CairnError("stage working dir '\(directory)' does not exist")
    }
    guard status.kind == .directory else {
      throw CairnError("stage working dir '\(directory)' is not directory")
    }
    let name = String(decoding: plan.destination.name, as: UTF8.self)
    if isStageFileName(name) { throw isStageFile(name) }
    if try FileStatus.ifExists(at: file) != nil {
      throw CairnError("\(pythonQuoted(Array(project.shown(plan.newFile).utf8))) already exists")
    }
  }

  /// What DVC asks of a new output.
  private func check(outputOf plan: MovePlan) throws {
    let path = project.absolute(plan.destination)
    if let match = try project.ignore.explain(plan.destination, isDirectory: false),
      !match.isNegated
    {
      throw CairnError("Path '\(path)' is ignored by \(match.description)")
    }
    try refuseOverlap(plan)
    if plan.output.isHiddenFromGit {
      try ProjectChanges(project).refuseTracked(plan.destination)
    }
  }

  private func refuseOverlap(_ plan: MovePlan) throws {
    let stages = try project.index.stages()
    for stage in stages where stage.outs.contains(where: { $0.path == plan.destination }) {
      let name = stage.address.shown(from: project.directory)
      throw CairnError(
        """
        output '\(project.shown(plan.destination))' is already specified in stage: '\(name)'.
        Use `dvc remove \(name)` to stop tracking the overlapping output.
        """)
    }
    let nodes = stages.map { $0.node(from: project.directory) }
    let added = StageGraph.Node(
      address: plan.newFile.relative(to: project.directory).string, file: plan.newFile,
      outputs: [plan.destination])
    _ = try StageGraph(nodes + [added], shown: project.shown)
  }
}

// MARK: - Errors

extension MovePlanner {
  private func notFound(_ source: RelativePath?) -> CairnError {
    let shown = source.map(project.shown) ?? request.source
    return CairnError("Unable to find DVC file with output '\(shown)'")
  }

  private func isStageFile(_ name: String) -> CairnError {
    CairnError("DVC file '\(name)' cannot be an output.")
  }

  private func outside(_ directory: FilePath) throws -> CairnError {
    let exists = try FileStatus.ifExists(at: directory) != nil
    let problem = exists ? "is outside of DVC repo" : "does not exist"
    return CairnError("stage working dir '\(directory)' \(problem)")
  }

  private func notDataSource(_ stage: Stage) -> CairnError {
    let name = pythonQuoted(stage.address.shown(from: project.directory))
    return CairnError(
      """
      move is not permitted for stages that are not data sources. You need to either move \
      \(name) to a new location and edit it by hand, or remove \(name) and create a new one at \
      the desired location.
      """)
  }
}

extension Stage {
  /// The stage in the graph of the project; messages name it from `directory`.
  func node(from directory: RelativePath) -> StageGraph.Node {
    StageGraph.Node(
      address: address.shown(from: directory), file: address.file, outputs: outs.compactMap(\.path),
      dependencies: dependencies.compactMap { dependency in
        guard case .path(.inside(let path)) = dependency.kind else { return nil }
        return path
      })
  }
}

/// What is in the way at the destination of a move.
struct DestinationCheck {
  let project: Project

  init(_ project: Project) {
    self.project = project
  }

  /// Lets a file be replaced only when its bytes are in the cache.
  func refuseLoss(_ plan: MovePlan) throws {
    let path = project.absolute(plan.destination)
    let source = project.absolute(plan.source)
    guard let status = try FileStatus.ifExists(at: path, followingLinks: false),
      let own = try FileStatus.ifExists(at: source, followingLinks: false)
    else { return }
    if own.inode == status.inode, own.device == status.device { return }
    if own.kind != .directory, try isSaved(path, status) { return }
    throw CairnError(
      "'\(project.shown(plan.destination))' already exists, and its bytes are in no cache",
      hints: ["Nothing was moved. Rename or remove it, then run the command again."])
  }

  private func isSaved(_ path: FilePath, _ status: FileStatus) throws -> Bool {
    if status.kind == .symlink { return true }
    guard status.kind == .file else { return false }
    return try project.cache(.md5).containsIntact(ObjectID(hashFile(path).digest))
  }
}
