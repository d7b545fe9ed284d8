import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

/// The whole program on servers as they are in the field: over HTTPS none of them takes what the real DVC
/// sends.
@Suite struct S3ServerProgramTests {
  enum Server: String, CaseIterable {
    case ceph = "Ceph"
    case swift = "OpenStack Swift"
    case rclone

    var isExpected: Bool {
      switch self {
      case .ceph: SystemServer.cephGateway.isExpected
      case .swift: SystemServer.swiftProxy.isExpected && SystemServer.haproxy.isExpected
      case .rclone: InstalledServer.rclone.isExpected
      }
    }

    func start() async throws -> S3TestServer {
      switch self {
      case .ceph: try await CephGateway.shared.value().encrypted
      case .swift: try await OpenStackSwift.shared.value().encrypted
      case .rclone: try await RcloneS3.encrypted.value()
      }
    }
  }

  @Test(arguments: Server.allCases.filter(\.isExpected))
  func sharesAndCollects(_ server: Server) async throws {
    let project = try await S3Project(on: server.start(), isProxied: false)
    if let dvc = Tools.installed.dvc {
      let theirs = try await runProcess(
        [dvc.string, "push"], cwd: project.first,
        env: project.sandbox.environment(adding: project.keys))
      #expect(theirs.status != 0, "DVC can push now, too: \(theirs)")
    }
    #expect(try await project.shell("cairn push").out.contains("files pushed"))
    try await project.expectWholeRemote()
    #expect(try await project.shell("cairn status -c").out.contains("in sync"))
    let pulled = try await project.shell("cairn pull", in: project.second)
    #expect(pulled.out.contains("\(S3Project.objects) files fetched"), "\(pulled)")
    try await project.expectWholeClone()
    let collected = try await project.shell("cairn remove d.dvc; cairn gc -w -c -f")
    #expect(collected.out.contains("Removed 61 objects from remote."), "\(collected)")
    #expect(
      try await project.shell("cairn verify --remote").out.contains("1 object listed"))
    try await project.shell(
      "rm ../second/d.dvc; rm -r .dvc/cache large; cairn pull large; cmp large ../second/large")
  }
}
