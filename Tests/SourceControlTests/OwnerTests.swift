import Basics
import SystemPackage
import Testing

@testable import SourceControl

/// Repositories of another user. Needs the right to change owners, as root has.
@Suite struct OwnerTests {
  private func makeForeign() throws -> GitSandbox {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize(files: ["a": "1"])
    try sandbox.run("/bin/chown", ["-R", "4711:4711", root.string])
    return sandbox
  }

  private func open(_ sandbox: GitSandbox, path: String? = nil) throws -> GitRepository? {
    let environment = sandbox.environment.merging(path.map { ["PATH": $0] } ?? [:]) { $1 }
    return try GitRepository.open(
      at: sandbox.root.appending("repo"), environment: environment)
  }

  @Test(arguments: [nil, "/nowhere"])
  func refusesWithTheRemedy(_ path: String?) throws {
    let sandbox = try makeForeign()
    let root = sandbox.root.appending("repo").string
    let error = #expect(throws: SourceControlError.self) { try open(sandbox, path: path) }
    #expect(error?.code == .unsafeOwner)
    #expect(error?.subject == root)
    #expect(
      error?.userError.hints == ["git config --global --add safe.directory '\(root)'"])
  }

  @Test(arguments: ["*", nil])
  func trustsWhatSafeDirectorySays(_ value: String?) throws {
    let sandbox = try makeForeign()
    let root = sandbox.root.appending("repo")
    try sandbox.git(
      "config", ["--global", "--add", "safe.directory", value ?? root.string], in: "")
    let repository = try #require(try open(sandbox))
    #expect(try repository.isTracked(root.appending("a")))
    #expect(repository.engine == .library)
    try repository.commitOnly([replacing(root.appending("x.dvc"), with: "x")], message: "m")
    #expect(try sandbox.git("log", ["-1", "--format=%s"]) == "m\n")
  }

  @Test func doesNotTrustAnotherRepositoryBecauseOfThisOne() throws {
    let sandbox = try makeForeign()
    let other = try sandbox.initialize("other", files: ["a": "1"])
    try sandbox.run("/bin/chown", ["-R", "4711:4711", other.string])
    try sandbox.git("config", ["--global", "--add", "safe.directory", other.string], in: "")
    _ = try GitRepository.open(at: other, environment: sandbox.environment)
    expectError(.unsafeOwner) { _ = try open(sandbox) }
  }
}
