import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

/// An object above 5 GiB, where S3 takes no single request any more, there and back again.
///
/// Takes minutes and 25 GB of disk, so `Scripts/test-large` runs it and nothing else does.
@Suite(.serialized, .enabled(if: variable("CAIRN_TEST_LARGE") != nil))
struct LargeObjectTests {
  /// 5 GiB and a little, no multiple of any part.
  private static let size = 5 * 1024 * 1024 * 1024 + 12_345

  @Test func goesOverS3() async throws {
    let server = try await SeaweedFS.plain.value()
    let keys = [
      "AWS_ACCESS_KEY_ID": S3TestServer.owner.id,
      "AWS_SECRET_ACCESS_KEY": S3TestServer.owner.secret,
    ]
    try await goThereAndBack(
      "s3://\(S3TestServer.bucket)/large", ["endpointurl": server.endpoint], keys)
  }

  @Test func goesOverSSH() async throws {
    let server = try StoryServer.shared.get()
    let client = try SSHClientFiles(
      in: server.directory.appending("large-client"), server.clientLines())
    let storage = try TemporaryDirectory()
    try await goThereAndBack(
      "ssh://storage\(storage.path)/large", [:], ["PATH": client.environment["PATH"] ?? ""])
  }

  private func goThereAndBack(
    _ url: String, _ options: [String: String], _ variables: [String: String]
  ) async throws {
    let sandbox = try Sandbox(cairn: Tools.installed.cairn)
    let project = sandbox.root.appending("project")
    try makeDirectories(project)
    func run(_ script: String) async throws {
      let result = try await runProcess(
        ["/bin/sh", "-euc", script, sandbox.program(named: "cairn").string], cwd: project,
        env: sandbox.environment(adding: variables), timeout: 1800)
      #expect(result.status == 0, "\(script): \(result)")
    }
    try await run("\"$0\" init -q --no-scm; \"$0\" config cache.type hardlink")
    try await run("\"$0\" remote add -q -d storage '\(url)'")
    for (name, value) in options {
      try await run("\"$0\" remote modify storage \(name) '\(value)'")
    }
    try await run("head -c \(Self.size) /dev/urandom > big; md5sum big > sum; \"$0\" add -q big")
    try await run("\"$0\" push -q; \"$0\" push --recheck | grep 'Everything is up to date.'")
    try await run("rm -rf .dvc/cache big; \"$0\" pull -q; md5sum -c sum")
  }
}
