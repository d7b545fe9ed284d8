import Basics
import FileAccess
import Glibc
import SystemPackage
import TestSupport
import Testing

/// The user stops Cairn at work: nothing half-written is left, and the same command finishes the job.
@Suite struct InterruptionTests {
  private let sandbox: Sandbox
  private let project: FilePath

  init() async throws {
    sandbox = try Sandbox(cairn: builtProgram)
    project = sandbox.root.appending("project")
    try makeDirectories(project.appending("d"))
    for number in 1...20 {
      try writeAtomically(Array("file \(number)".utf8), to: project.appending("d/\(number)"))
    }
    try await cairn("init", "-q", "--no-scm")
    try await cairn("remote", "add", "-q", "-d", "s", "\(sandbox.root)/storage")
  }

  @discardableResult
  private func cairn(
    _ arguments: String..., with variables: [String: String] = [:], exits status: Int = 0
  ) async throws -> ProcessResult {
    let result = try await runProcess(
      [sandbox.program(named: "cairn").string] + arguments, cwd: project,
      env: sandbox.environment(adding: variables))
    #expect(result.status == status, "\(arguments): \(result)")
    return result
  }

  /// Names that are no object's, below a cache or a remote.
  private func leftovers(below root: FilePath) throws -> [RelativePath] {
    guard try FileStatus.ifExists(at: root) != nil else { return [] }
    return try TreeSnapshot(of: root).entries.compactMap { path, entry in
      guard case .file = entry, path.string.hasSuffix(".tmp") else { return nil }
      return path
    }
  }

  /// Stops a command in the middle of its work, sends it a signal, and lets it go on.
  private func interrupt(
    _ arguments: [String], at point: String, by signal: CInt
  ) async throws -> ProcessResult {
    let process = try RunningProcess(
      [sandbox.program(named: "cairn").string] + arguments, cwd: project,
      env: sandbox.environment(adding: ["CAIRN_FAIL_POINT": "\(point):stop:3"]))
    let isStopped = try await process.waits { try state(of: process.id) == "T" }
    #expect(isStopped)
    process.send(signal)
    // Several threads may stop it, one after the other.
    let isOver = try await process.waits {
      process.send(SIGCONT)
      return process.hasEnded
    }
    #expect(isOver)
    return try await process.end()
  }

  /// The letter that `/proc` gives a process: `T` when stopped.
  private func state(of id: Int32) throws -> Character? {
    let text = String(decoding: try readFile(FilePath("/proc/\(id)/stat")), as: UTF8.self)
    return text.split(separator: ")").last?.dropFirst().first
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func addEndsTidily(_ signal: CInt) async throws {
    let result = try await interrupt(["add", "d"], at: "rename", by: signal)
    #expect(result.status == 252, "\(result)")
    // On a busy machine lines of progress stand before it.
    #expect(result.err.hasSuffix("ERROR: interrupted by the user\n"), "\(result)")
    #expect(try leftovers(below: project).isEmpty)
    #expect(try FileStatus.ifExists(at: project.appending("d.dvc")) == nil)
    try await cairn("add", "d")
    #expect(try await cairn("status").out == "Data and pipelines are up to date.\n")
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func pushEndsTidily(_ signal: CInt) async throws {
    try await cairn("add", "d")
    let result = try await interrupt(["push"], at: "directory-publish", by: signal)
    #expect(result.status == 252, "\(result)")
    #expect(try leftovers(below: sandbox.root.appending("storage")).isEmpty)
    try await cairn("push")
    #expect(try await cairn("status", "-c").out == "Cache and remote 's' are in sync.\n")
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func pullEndsTidily(_ signal: CInt) async throws {
    try await cairn("add", "d")
    try await cairn("push")
    for name in ["d", ".dvc/cache"] { try removeTree(project.appending(name)) }
    let result = try await interrupt(["pull"], at: "rename", by: signal)
    #expect(result.status == 252, "\(result)")
    #expect(try leftovers(below: project).isEmpty)
    try await cairn("pull")
    #expect(try await cairn("status").out == "Data and pipelines are up to date.\n")
  }
}
