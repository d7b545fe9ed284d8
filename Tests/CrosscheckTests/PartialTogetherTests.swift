import FileAccess
import SystemPackage
import TestSupport
import Testing

/// Both tools in one project of which only a part is here.
@Suite(.enabled(if: Tools.installed.dvc != nil || variable("CI") == "true"))
struct PartialTogetherTests {
  private let sandbox: Sandbox
  private let project: FilePath

  /// Another tool pushed `data` with four files; the project is as after a fresh clone.
  init() async throws {
    sandbox = try Sandbox(cairn: builtProgram)
    project = sandbox.root.appending("project")
    try makeDirectories(project.appending("data/raw"))
    try await shell("cd data; echo a > a; echo b > b; echo c > raw/c; echo d > raw/d")
    try await dvc("init", "-q", "--no-scm")
    try await dvc("remote", "add", "-q", "-d", "s", "\(sandbox.root)/storage")
    try await dvc("add", "-q", "data")
    try await dvc("push", "-q")
    try await shell("rm -r data .dvc/cache .dvc/tmp")
  }

  private func run(_ arguments: [String]) async throws -> String {
    let result = try await runProcess(
      arguments, cwd: project, env: sandbox.environment(adding: [:]))
    #expect(result.status == 0, "\(arguments): \(result)")
    return result.out
  }

  @discardableResult
  private func shell(_ script: String) async throws -> String {
    try await run(["sh", "-euc", script])
  }

  @discardableResult
  private func cairn(_ arguments: String...) async throws -> String {
    try await run([sandbox.program(named: "cairn").string] + arguments)
  }

  @discardableResult
  private func dvc(_ arguments: String...) async throws -> String {
    let program = try #require(Tools.installed.dvc, "run Scripts/test, or set CAIRN_TEST_DVC")
    return try await run([program.string] + arguments)
  }

  private var files: [String] {
    get throws {
      try walk(root: project.appending("data")).paths.map { String(decoding: $0, as: UTF8.self) }
    }
  }

  @Test func dvcBringsTheRestAndWhatGoesThenIsDeleted() async throws {
    try await cairn("pull", "--exclude", "data/raw/")
    #expect(try files == ["a", "b"])
    try await dvc("pull")
    #expect(try files == ["a", "b", "raw/c", "raw/d"])
    #expect(try await cairn("status") == "Data and pipelines are up to date.\n")
    try removeFile(project.appending("data/raw/d"))
    for _ in 0..<2 {
      #expect(try await cairn("data", "status", "--granular").contains("deleted: data/raw/d\n"))
    }
  }

  @Test func whatCairnRecordsOfAPartIsWholeForDVC() async throws {
    try await cairn("pull", "--include", "data/raw/c")
    try await shell("echo more > data/raw/e; rm data/raw/c")
    try await cairn("add", "-q", "data")
    try await cairn("push")
    try await shell("rm -r data .dvc/cache .dvc/tmp")
    try await dvc("pull")
    #expect(try files == ["a", "b", "raw/d", "raw/e"])
    #expect(try await dvc("status") == "Data and pipelines are up to date.\n")
  }

  @Test func whatDVCBroughtInPartStaysWhole() async throws {
    try await dvc("pull", "data/raw")
    try await shell("echo more > data/raw/e")
    try await cairn("add", "-q", "data")
    try await cairn("push")
    try await shell("rm -r data .dvc/cache .dvc/tmp")
    try await dvc("pull")
    #expect(try files == ["a", "b", "raw/c", "raw/d", "raw/e"])
  }
}
