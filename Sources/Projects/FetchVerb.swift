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
    summary.lacksRemote = project.lacksRemote(request.remote)
    for needed in collector.needed {
      for part in needed.parts {
        if let remote = needed.remote {
          try await fetch(part, from: remote, into: &summary)
        } else {
          try note(try project.cache(part.algorithm).missing(of: part), of: part, in: &summary)
        }
      }
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
    let fetch = Fetch(
      from: store, to: project.cache(needed.algorithm), width: request.jobs ?? remote.jobs,
      progress: project.progress)
    let report = try await fetch.run(needed)
    await transport.close()
    summary.report.merge(report)
    try note(report.missing, of: needed, in: &summary)
    let names = ObjectNames(needed, project.cache(needed.algorithm))
    for (id, _) in report.failed { summary.names[id] = try names.name(of: id) }
  }

  private func note(
    _ missing: [ObjectID], of needed: NeededObjects, in summary: inout TransferSummary
  ) throws {
    let names = ObjectNames(needed, project.cache(needed.algorithm))
    summary.missing += try missing.map {
      .init(id: $0, algorithm: needed.algorithm, name: try names.name(of: $0))
    }
  }
}
