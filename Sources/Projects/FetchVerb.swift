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
    var collector = NeededCollector(project, request, .fetch)
    try collector.collect()
    var summary = TransferSummary()
    summary.warnings = collector.warnings
    for needed in collector.needed {
      for part in needed.parts { try await fetch(part, from: needed.remote, into: &summary) }
    }
    if request.runCache {
      let remote = try project.remote(request.remote)
      _ = try await RunCacheTransfer(project, remote).fetch()
    }
    return summary
  }

  private func fetch(
    _ needed: NeededObjects, from remote: RemoteSettings, into summary: inout TransferSummary
  ) async throws {
    let transport = try project.transport(for: remote)
    let store = RemoteStore(transport: transport, algorithm: needed.algorithm)
    var fetch = Fetch(
      from: store, to: project.cache(needed.algorithm), width: request.jobs ?? remote.jobs,
      progress: project.progress)
    fetch.sizeLimit = request.sizeLimit
    let report = try await fetch.run(needed)
    await transport.close()
    summary.report.merge(report)
    let names = ObjectNames(needed, project.cache(needed.algorithm))
    summary.missing += try report.missing.map {
      .init(id: $0, algorithm: needed.algorithm, name: try names.name(of: $0))
    }
  }
}
