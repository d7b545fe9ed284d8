import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

/// What `gc -c` does to uploads that nobody finished.
@Suite struct UnfinishedUploadTests {
  enum Server: String, CaseIterable {
    case seaweedFS = "SeaweedFS"
    case ceph = "Ceph"

    var isExpected: Bool {
      switch self {
      case .seaweedFS: InstalledServer.seaweedFS.isExpected
      case .ceph: SystemServer.cephGateway.isExpected
      }
    }

    func start() async throws -> S3TestServer {
      switch self {
      case .seaweedFS: try await SeaweedFS.plain.value()
      case .ceph: try await CephGateway.shared.value().plain
      }
    }
  }

  /// A push that broke off after two of three parts.
  private func brokenOff(_ server: S3TestServer) async throws -> (S3Project, HTTPFaultProxy) {
    let project = try await S3Project(on: server)
    let proxy = try #require(project.proxy)
    proxy.setScript { request, _ in
      request.target.contains("partNumber=3&")
        ? .answer(.error("400 Bad Request", "ExpiredToken")) : nil
    }
    try await project.shell("cairn push", exits: 1)
    proxy.setScript()
    return (project, proxy)
  }

  private static let dayLater: HTTPFaultProxy.Script = { _, _ in .dated(25 * 3600) }
  private static let collect = "cairn gc -w -c"

  @Test(arguments: Server.allCases.filter(\.isExpected))
  func areGivenUpAfterADay(_ server: Server) async throws {
    let (project, proxy) = try await brokenOff(server.start())
    let early = try await project.shell("\(Self.collect) -f")
    #expect(!early.err.contains("unfinished"), "\(early)")
    proxy.setScript(Self.dayLater)
    let dry = try await project.shell("\(Self.collect) --dry")
    #expect(dry.err.contains("Giving up the unfinished upload of 'bucket/"), "\(dry)")
    #expect(
      dry.err.contains(
        "1 unfinished upload to the remote 's' that nobody added to for a day would be given up."))
    let json = try await project.shell("\(Self.collect) --dry --json")
    #expect(json.out.contains("\"bytes\": \(32 << 20)"), "\(json)")
    #expect(json.out.contains("\"touched\": "))
    let real = try await project.shell("\(Self.collect) -f")
    #expect(real.err.contains("that nobody added to for a day was given up."), "\(real)")
    let after = try await project.shell("\(Self.collect) -f")
    #expect(!after.err.contains("unfinished"), "\(after)")
    // What the journal remembers is gone.
    proxy.setScript()
    try await project.shell("cairn push")
    try await project.expectWholeRemote()
  }

  @Test(arguments: ["501 Not Implemented", "405 Method Not Allowed", "403 Forbidden"])
  func areNoReasonToFailWhereTheyCannotBeSeen(_ status: String) async throws {
    let (project, proxy) = try await brokenOff(SeaweedFS.plain.value())
    proxy.setScript { request, _ in
      request.target.contains("uploads=") && request.method == "GET"
        ? .answer(.init(status)) : .dated(25 * 3600)
    }
    let result = try await project.shell("\(Self.collect) -f")
    #expect(!result.err.contains("unfinished"), "\(result)")
    // Without its journal a push cannot find what was begun, and does without.
    try await project.shell("rm -r .dvc/tmp/cairn/uploads; cairn push")
    proxy.setScript()
    try await project.expectWholeRemote()
  }
}
