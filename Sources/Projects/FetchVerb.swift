import Transports
import Basics
import Formats
import Hashing
import Objects
import SystemPackage

/// Downloads the objects that targets need.
package struct FetchVerb: Sendable {
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
    var collector = NeededCollector(project, request, .fetch)
    try collector.collect()
    var summary = TransferSummary()
    summary.warnings = collector.warnings
    summary.lacksRemote = project.lacksRemote(request.remote)
    for needed in collector.needed {
      for part in needed.parts {
        if let remote = needed.remote {
          try await fetch(part, from: remote, into: &summary)
        } else {
          try noteLocal(part, in: &summary)
        }
      }
    }
    if request.runCache {
      let remote = try project.remote(request.remote)
      _ = try await RunCacheTransfer(project, remote).fetch()
    }
    try summary.countHeld(among: collector.needed, project)
    return summary
  }

  private func fetch(
    _ needed: NeededObjects, from remote: RemoteSettings, into summary: inout TransferSummary
  ) async throws {
    let transport = try project.transport(for: remote)
    let store = RemoteStore(transport: transport, algorithm: needed.algorithm)
    let fetch = Fetch(
      from: store, to: project.cache(needed.algorithm), width: request.jobs ?? remote.jobs,
      progress: project.progress)
    var needed = needed
    if request.fileSizeLimit > 0 {
      summary.report.merge(try await fetch.run(needed.lists))
      let large = try await ObjectSizes(store, fetch.cache).ids(
        among: needed, from: request.fileSizeLimit)
      needed.leaveOut(large)
      summary.leftOut.formUnion(large)
    }
    let report = try await fetch.run(needed)
    await transport.close()
    summary.report.merge(report)
    let absent = report.missing + report.failed.filter { $0.error.kind == .notFound }.map(\.id)
    try RemoteTreeMemory(project, remote).forget(
      needed.trees.map(\.id), lacking: Set(absent), fetch.cache)
    try note(report.missing, of: needed, in: &summary)
    let failed = report.failed.map(\.id)
    let names = try ObjectNames(of: failed, needed, project.cache(needed.algorithm))
    for id in failed { summary.names[id] = names[id] }
  }

  /// Of what no remote is configured for, only the cache can tell.
  private func noteLocal(_ needed: NeededObjects, in summary: inout TransferSummary) throws {
    var needed = needed
    let cache = project.cache(needed.algorithm)
    if request.fileSizeLimit > 0 {
      let large = try needed.ids(in: cache).filter {
        try cache.contains($0) && cache.size(of: $0) >= request.fileSizeLimit
      }
      needed.leaveOut(Set(large))
      summary.leftOut.formUnion(large)
    }
    try note(try cache.missing(of: needed), of: needed, in: &summary)
  }

  private func note(
    _ missing: [ObjectID], of needed: NeededObjects, in summary: inout TransferSummary
  ) throws {
    let names = try ObjectNames(of: missing, needed, project.cache(needed.algorithm))
    summary.missing += missing.map {
      .init(id: $0, algorithm: needed.algorithm, name: names[$0])
    }
  }
}
