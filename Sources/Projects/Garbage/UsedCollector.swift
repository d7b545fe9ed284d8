import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SourceControl
import SystemPackage
import Transports

/// Collects the objects that the stages of a project use, in the workspace and in revisions.
struct UsedCollector {
  private let project: Project
  private let request: GarbageRequest
  private var warned: Set<[UInt8]> = []

  init(_ project: Project, _ request: GarbageRequest) {
    self.project = project
    self.request = request
  }

  /// - Throws: when something that is in use cannot be told, so that nothing may be removed.
  mutating func collect(into used: inout UsedObjects) async throws {
    try refuseShallowClone()
    for source in try project.indexes(of: request.revisions) {
      do {
        for stage in try source.index.stages() where !stage.isPartialImport {
          for output in stage.outs where output.entry.cache && !output.isRepositoryImport {
            try await collect(output, of: stage, in: source, into: &used)
          }
        }
      } catch let error as any UserFacingError where error.userError.kind != .interrupted {
        try pass(over: source, error)
      }
    }
  }

  private func refuseShallowClone() throws {
    let revisions = request.revisions
    let needsHistory =
      revisions.allBranches || revisions.allTags || revisions.allCommits
      || revisions.allExperiments || revisions.since != nil || revisions.depth != 1
    guard needsHistory, project.git?.isShallow == true else { return }
    throw CairnError(
      "'\(project.root)' is a shallow clone: what its other branches, tags and commits use is unknown",
      hints: ["Nothing was removed. First run: git fetch --unshallow"])
  }

  /// A revision may be skipped if the user says so; the workspace never.
  private func pass(
    over source: Project.NamedIndex, _ error: any UserFacingError
  ) throws {
    if request.skipsFailed, source.index.tree.revision != nil {
      project.warn("Failed to collect '\(source.name)', skipping")
      return
    }
    var hints = ["Nothing was removed."] + error.userError.hints
    if source.index.tree.revision != nil {
      hints.append("With --skip-failed, gc goes on without what cannot be told of a revision.")
    }
    throw source.failure(error, hints: hints)
  }

  private mutating func collect(
    _ output: Output, of stage: Stage, in source: Project.NamedIndex,
    into used: inout UsedObjects
  ) async throws {
    guard output.hasHash else {
      warnOfMissingHash(output, stage, isHere: source.index.tree.revision == nil)
      return
    }
    guard let id = output.id else { return }
    let remote = try output.entry.remote.map { try project.settings.remote(named: $0) }
    guard used.insert(id, output.algorithm, remote: remote), id.isTree else { return }
    guard let tree = try await tree(id, output, &used) else {
      let error = CairnError(
        "unable to fully collect used cache without cache for directory "
          + "'\(project.shown(output.location))'",
        hints: ["Fetch it, or record the directory anew: cairn add, cairn commit."])
      return try pass(over: source, error)
    }
    used.insert(files: tree.digests, output.algorithm, remote: remote)
  }

  private mutating func warnOfMissingHash(_ output: Output, _ stage: Stage, isHere: Bool) {
    let name = project.shown(output.location)
    let address = stage.address.shown(from: project.directory)
    guard warned.insert(Array("\(name)\0\(address)".utf8)).inserted else { return }
    var text =
      "Output '\(name)'(stage: '\(address)') is missing version info. Cache for it will not be "
      + "collected. Use `dvc repro` to get your pipeline up to date."
    // A place that cannot be looked at holds nothing to commit.
    let exists = output.path.map { (try? FileStatus.ifExists(at: project.absolute($0))) ?? nil }
    if isHere, exists != nil, exists != .some(nil) {
      text +=
        "\nYou can also use `dvc commit \(address)` to associate existing '\(name)' with "
        + "stage: '\(address)'."
    }
    project.warn(text)
  }
}

// MARK: - Tree objects

extension UsedCollector {
  /// The tree object, from the cache or from a remote; nil when neither has it.
  private func tree(
    _ id: ObjectID, _ output: Output, _ used: inout UsedObjects
  ) async throws -> TreeObject? {
    let cache = project.cache(output.algorithm)
    if let tree = try cache.tree(id) { return tree }
    let name = output.entry.remote ?? request.remote ?? project.settings.defaultRemoteName
    guard let name else { return nil }
    let transport = try project.transport(for: try project.remote(name))
    let store = RemoteStore(transport: transport, algorithm: output.algorithm)
    let outcome = await Fetch(from: store, to: cache).download(id)
    await transport.close()
    switch outcome {
    case .fetched:
      used.fetchedTrees.insert(id)
      return try cache.tree(id)
    case .missing:
      project.warn(
        "Some of the cache files do not exist neither locally nor on remote. Missing cache files:\n"
          + "name: None, \(output.algorithm.rawValue): \(id)")
      return nil
    case .failed(let error):
      project.warn("failed to transfer '\(id)' - \(error.detail)")
      return nil
    }
  }
}

extension Stage {
  /// Whether it is an import whose data were never downloaded from their URL.
  fileprivate var isPartialImport: Bool {
    isImport && outs.first?.hasHash == false && outs.first?.isRepositoryImport == false
  }
}
