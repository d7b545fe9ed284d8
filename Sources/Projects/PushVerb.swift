import Transports
import Basics
import Formats
package import Hashing
package import Objects
import SystemPackage

/// How `push` or `fetch` ended, over all remotes.
package struct TransferSummary: Sendable {
  package var report = TransferReport()
  /// Objects that are on neither side, with the path of the output that needs them.
  package var missing: [MissingObject] = []
  package var warnings: [String] = []
  /// The paths that objects which could not be transferred are needed for.
  package var names: [ObjectID: String] = [:]
  /// Whether neither the command nor the configuration names a remote.
  package var lacksRemote = false
  /// Objects that are too large to be asked for.
  package var leftOut: Set<ObjectID> = []
  /// Needed objects that were there already: in the cache, or on the remote when pushing. Counted only if
  /// something was transferred.
  package var held = 0
  /// How long it took.
  package var seconds = 0.0
  /// Run cache files that were transferred.
  package var runCacheFiles = 0

  package struct MissingObject: Sendable {
    package var id: ObjectID
    package var algorithm: HashAlgorithm
    package var name: String
  }

  package init() {}

  package var transferredCount: Int { report.transferred.count + runCacheFiles }
}

/// Uploads the objects that targets need.
package struct PushVerb: Sendable {
  private let project: Project
  private let request: TransferRequest

  package init(_ project: Project, _ request: TransferRequest) {
    self.project = project
    self.request = request
  }

  package func run() async throws -> TransferSummary {
    try await measuringSeconds(transfer)
  }

  private func transfer() async throws -> TransferSummary {
    if let name = request.remote { _ = try project.remote(name) }
    var collector = NeededCollector(project, request, .push)
    try collector.collect()
    var summary = TransferSummary()
    summary.warnings = collector.warnings
    for needed in collector.needed {
      guard let remote = needed.remote else { continue }
      for part in needed.parts { try await push(part, to: remote, into: &summary) }
    }
    // As DVC, which says so only after what has a remote of its own was pushed.
    if collector.needed.isEmpty || collector.lacksRemote {
      _ = try project.remote(request.remote)
    }
    if request.runCache {
      let remote = try project.remote(request.remote)
      summary.runCacheFiles = try await RunCacheTransfer(project, remote).push()
    }
    try summary.countHeld(among: collector.needed, project)
    return summary
  }

  private func push(
    _ needed: NeededObjects, to remote: RemoteSettings, into summary: inout TransferSummary
  ) async throws {
    let transport = try project.transport(for: remote)
    let store = RemoteStore(transport: transport, algorithm: needed.algorithm)
    let memory = RemoteTreeMemory(project, remote)
    var push = Push(
      from: project.cache(needed.algorithm), to: store, width: request.jobs ?? remote.jobs,
      progress: project.progress)
    if !request.rechecks { push.knownWhole = try memory.recent() }
    let (report, whole) = try await push.run(needed)
    try memory.remember(whole, forgetting: report.brokenTrees)
    await transport.close()
    summary.report.merge(report)
    let told = report.failed.map(\.id) + report.partialTrees
    let names = try ObjectNames(
      of: told + report.missing, needed, project.cache(needed.algorithm))
    for id in told { summary.names[id] = names[id] }
    summary.missing += report.missing.map {
      .init(id: $0, algorithm: needed.algorithm, name: names[$0])
    }
  }
}
