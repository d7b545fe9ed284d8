import Basics
import FileAccess
import Glibc
import SystemPackage
import TestSupport
import Testing

/// Cairn and the real DVC at work in one project at the same time.
@Suite(
  .enabled(
    if: Tools.installed.dvc != nil || variable("CI") != nil,
    "run Scripts/test, or set CAIRN_TEST_DVC"))
struct LocksTests {
  private let sandbox: Sandbox
  private let project: FilePath
  private let dvc: String

  init() async throws {
    sandbox = try Sandbox(cairn: builtProgram)
    project = sandbox.root.appending("project")
    dvc = try #require(Tools.installed.dvc).string
    try makeDirectories(project)
    #expect(try await run(dvc, "init", "--no-scm", "-q").status == 0)
    try write("data\n", to: "f")
  }

  private var cairn: String { sandbox.program(named: "cairn").string }
  private func path(_ name: String) -> FilePath { project.appending(name) }

  private func write(_ text: String, to name: String) throws {
    try writeAtomically(Array(text.utf8), to: path(name))
  }

  private func read(_ name: String) throws -> String {
    String(decoding: try readFileIfExists(path(name)) ?? [], as: UTF8.self)
  }

  private func start(_ arguments: [String], adding more: [String: String] = [:]) throws
    -> RunningProcess
  {
    try RunningProcess(arguments, cwd: project, env: sandbox.environment(adding: more))
  }

  private func run(_ arguments: String...) async throws -> ProcessResult {
    try await runProcess(arguments, cwd: project, env: sandbox.environment(adding: [:]))
  }

  /// Starts DVC on a directory with a named pipe: it waits for the pipe while it holds the main lock.
  private func dvcHoldingTheMainLock() async throws -> RunningProcess {
    try makeDirectories(path("d"))
    mkfifo(path("d/pipe").string, 0o600)
    let process = try start([dvc, "add", "-q", "d"])
    try await wait(for: process) { try read(".dvc/tmp/lock") == " \(process.id)\n" }
    return process
  }

  /// Starts DVC on a stage whose command waits for the pipe `gate`: it holds `f` and `o` meanwhile.
  private func dvcRunningAStage() async throws -> RunningProcess {
    mkfifo(path("gate").string, 0o600)
    try write(
      "stages:\n  s:\n    cmd: cp f o; cat gate\n    deps:\n    - f\n    outs:\n    - o\n",
      to: "dvc.yaml")
    let process = try start([dvc, "repro", "-q"])
    try await wait(for: process) { try FileStatus.ifExists(at: path("o")) != nil }
    return process
  }

  private func openGate() throws {
    _ = try OpenFile(path("gate"), flags: O_WRONLY)
  }

  private func kill(_ process: RunningProcess) async throws {
    Glibc.kill(-process.id, SIGKILL)
    _ = try await process.end()
  }

  @Test func weRespectDVCsMainLock() async throws {
    let process = try await dvcHoldingTheMainLock()
    let refused = try await run(cairn, "add", "f")
    #expect(refused.err.hasPrefix("ERROR: Unable to acquire lock."), "\(refused)")
    #expect(try FileStatus.ifExists(at: path("f.dvc")) == nil)
    try await kill(process)
    #expect(try await run(cairn, "add", "f").status == 0)
  }

  @Test func dvcRespectsOurMainLock() async throws {
    let process = try start([cairn, "add", "f"], adding: ["CAIRN_FAIL_POINT": "paths-locked:stop"])
    try await wait(for: process) { try read(".dvc/tmp/lock") == " \(process.id)\n" }
    let (ours, theirs) = (try await run(cairn, "add", "f"), try await run(dvc, "add", "f"))
    #expect(theirs.err.contains("Unable to acquire lock."), "\(theirs)")
    #expect(ours.err == theirs.err)
    #expect(ours.status == theirs.status)
    try await kill(process)
    #expect(try await run(dvc, "add", "f").status == 0)
  }

  @Test func weRespectPathsThatDVCHolds() async throws {
    let process = try await dvcRunningAStage()
    let refused = try await run(cairn, "add", "f")
    #expect(
      refused.err == """
        ERROR: '\(path("f"))' is busy, it is being blocked by:
          (PID \(process.id)): \(dvc) repro -q

        If there are no processes with such PIDs, you can manually remove \
        '\(path(".dvc/tmp/rwlock"))' and try again.

        """)
    try openGate()
    #expect(try await process.end().status == 0)
    #expect(try await run(cairn, "add", "f").status == 0)
  }

  @Test func weDropEntriesOfADVCThatWasKilled() async throws {
    let process = try await dvcRunningAStage()
    try await kill(process)
    let result = try await run(cairn, "add", "f")
    #expect(result.status == 0)
    #expect(
      result.err.contains(
        "WARNING: Process '\(dvc) repro -q' with (Pid \(process.id)), in RWLock-file 'f' had been "
          + "killed. Auto removed it from the lock file.\n"), "\(result)")
  }

  @Test func dvcDropsEntriesOfOursThatWasKilled() async throws {
    let process = try start([cairn, "add", "f"], adding: ["CAIRN_FAIL_POINT": "paths-locked:kill"])
    _ = try await process.end()
    #expect(try read(".dvc/tmp/rwlock").contains("\"pid\": \(process.id)"))
    let result = try await run(dvc, "add", "f")
    #expect(result.status == 0, "\(result)")
    #expect(
      result.err.contains(
        "WARNING: Process '\(cairn) add f' with (Pid \(process.id)), in RWLock-file 'f' had been killed."
      ),
      "\(result)")
  }
}

/// Waits for something that a process does.
private func wait(
  for process: RunningProcess, until condition: () throws -> Bool
) async throws {
  let isDone = try await process.waits(until: condition)
  try #require(isDone, "it did not happen: \(process.errSoFar)")
}
