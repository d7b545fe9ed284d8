import Basics
import FileAccess
import Hashing
import SystemPackage
import TestSupport
import Testing

/// Cairn is killed at one of its calls that change something, then the same command runs again, and
/// everything must be as if nothing had happened.
///
/// Each run of the tests takes other calls, about every fourth; `CAIRN_KILL_EVERY=1` takes all.
@Suite struct KillTests {
  struct Scenario: Sendable, CustomTestStringConvertible {
    var name: String
    /// What happens before, for a shell in the project; `$CAIRN` is the program.
    var before: String
    /// The command line that is killed.
    var command: String
    var testDescription: String { name }
  }

  static let scenarios = [
    Scenario(name: "init", before: "rm -rf .dvc .dvcignore", command: "init"),
    Scenario(name: "add", before: "", command: "add f d"),
    Scenario(
      name: "add with hard links", before: "$CAIRN config cache.type hardlink", command: "add f d"),
    Scenario(
      name: "add with symbolic links", before: "$CAIRN config cache.type symlink",
      command: "add f d"),
    Scenario(
      name: "add again", before: "$CAIRN add -q f d; echo new > f; echo new > d/b; rm d/a",
      command: "add f d"),
    Scenario(
      name: "commit", before: "$CAIRN add -q f d; echo new > f; echo new > d/b",
      command: "commit -f"),
    Scenario(
      name: "checkout of all", before: "$CAIRN add -q f d; rm -r f d", command: "checkout"),
    Scenario(
      name: "checkout of changes",
      before: """
        $CAIRN add -q f d; cp f.dvc d.dvc keep; echo new > f; echo new > d/b; rm d/s/c; echo e > d/e
        $CAIRN add -q f d; cp keep/*.dvc .
        """,
      command: "checkout"),
    Scenario(name: "push", before: "$CAIRN add -q f d", command: "push"),
    Scenario(
      name: "fetch", before: "$CAIRN add -q f d; $CAIRN push -q; rm -r .dvc/cache",
      command: "fetch"),
    Scenario(
      name: "pull", before: "$CAIRN add -q f d; $CAIRN push -q; rm -r .dvc/cache f d",
      command: "pull"),
    Scenario(name: "move of a file", before: "$CAIRN add -q f d", command: "move f other"),
    Scenario(name: "move of a directory", before: "$CAIRN add -q f d", command: "move d other"),
    Scenario(
      name: "move into a directory", before: "$CAIRN add -q f; echo new > f", command: "move f keep"
    ),
    Scenario(
      name: "move with a file of another name", before: "$CAIRN add -q f; mv f.dvc g.dvc",
      command: "move f keep/f"),
    Scenario(name: "remove", before: "$CAIRN add -q f d", command: "remove f.dvc d.dvc"),
    Scenario(
      name: "remove of links", before: "$CAIRN config cache.type symlink; $CAIRN add -q f d",
      command: "remove d.dvc f.dvc"),
    Scenario(
      name: "remove with the data", before: "$CAIRN add -q f d",
      command: "remove --outs d.dvc f.dvc"),
    Scenario(
      name: "remove of stages",
      before: """
        printf 'stages:\\n  a:\\n    cmd: x\\n    outs:\\n    - f\\n  b:\\n    cmd: x\\n' > dvc.yaml
        $CAIRN commit -q -f
        """,
      command: "remove dvc.yaml"),
    Scenario(
      name: "unprotect", before: "$CAIRN config cache.type hardlink; $CAIRN add -q f d",
      command: "unprotect f d"),
  ]

  @Test(arguments: scenarios)
  func theSameCommandFinishes(_ scenario: Scenario) async throws {
    let stage = try await KillStage(scenario)
    let finished = try await stage.run(killedAt: nil)
    #expect(finished.status == 0, "\(finished)")
    let expected = try stage.snapshot()
    let stride = variable("CAIRN_KILL_EVERY").flatMap { Int($0) } ?? 7
    var point = 0
    while true {
      point += Int.random(in: 1...stride)
      try await stage.reset()
      let result = try await stage.run(killedAt: point)
      guard result.status == 128 + 9 else {
        #expect(result.status == 0, "\(result)")
        break
      }
      try stage.checkThatNoByteIsWrongOrLost(at: point)
      let again = try await stage.run(killedAt: nil)
      #expect(again.status == 0, "killed at \(point): \(again)")
      let differences = expected.differences(from: try stage.snapshot())
      #expect(differences.isEmpty, "killed at \(point)")
    }
    #expect(point > 5, "the command was never killed")
  }
}

/// A project, a remote and a copy of both as they were before the command.
private struct KillStage {
  private let sandbox: Sandbox
  private let scenario: KillTests.Scenario
  /// The digests of all that is data before the command.
  private var data: Set<Digest> = []

  init(_ scenario: KillTests.Scenario) async throws {
    self.scenario = scenario
    sandbox = try Sandbox(cairn: builtProgram)
    try await shell(
      """
      mkdir -p start/project start/storage
      cd start/project
      git init -q
      \(sandbox.program(named: "cairn")) init -q
      printf '[core]\\n    remote = s\\n[%s]\\n    url = ../../storage\\n' "'remote \\"s\\"'" > .dvc/config
      mkdir -p d/s keep
      echo f > f; echo a > d/a; echo b > d/b; echo c > d/s/c
      """)
    try await reset()
    try await shell("cd now/project; CAIRN=\(sandbox.program(named: "cairn")); \(scenario.before)")
    try await shell("rm -r start; mv now start")
    try await reset()
    data = try contents()
  }

  private var now: FilePath { sandbox.root.appending("now") }
  private var project: FilePath { now.appending("project") }

  private func shell(_ script: String) async throws {
    let result = try await runProcess(
      ["/bin/sh", "-euc", script], cwd: sandbox.root, env: sandbox.environment(adding: [:]))
    try #require(result.status == 0, "\(result)")
  }

  /// Goes back to before the command.
  func reset() async throws {
    try await shell("rm -rf now; cp -a start now")
  }

  /// Runs the command.
  func run(killedAt point: Int?) async throws -> ProcessResult {
    let arguments = scenario.command.split(separator: " ").map(String.init)
    let killing = point.map { ["CAIRN_FAIL_POINT": "change:kill:\($0)"] } ?? [:]
    return try await runProcess(
      [sandbox.program(named: "cairn").string] + arguments, cwd: project,
      env: sandbox.environment(adding: killing))
  }

  /// All that matters: the project without what can be made anew, and the remote.
  func snapshot() throws -> TreeSnapshot {
    let left = ["project/.git", "project/.dvc/tmp", "project/.dvc/cache/.cairn", "storage/.cairn"]
    return try TreeSnapshot(of: now, excluding: left)
  }

  func checkThatNoByteIsWrongOrLost(at point: Int) throws {
    for store in ["project/.dvc/cache/files/md5", "storage/files/md5"] {
      for (path, bytes) in try files(below: now.appending(store)) {
        let name = path.bytes.filter { $0 != UInt8(ascii: "/") }.prefix(32)
        #expect(Array(Digest(of: bytes).hex.utf8) == Array(name), "killed at \(point): \(path)")
      }
    }
    #expect(try data.subtracting(contents()).isEmpty, "killed at \(point): bytes were lost")
  }

  /// The digests of the data of the workspace, of the cache and of the remote.
  private func contents() throws -> Set<Digest> {
    let isData: (RelativePath) -> Bool = { path in
      let path = path.string
      return path.contains("files/md5/") || path == "project/f" || path.hasPrefix("project/d/")
    }
    return Set(try files(below: now).filter { isData($0.path) }.map { Digest(of: $0.bytes) })
  }

  private func files(below root: FilePath) throws -> [(path: RelativePath, bytes: [UInt8])] {
    guard try FileStatus.ifExists(at: root) != nil else { return [] }
    return try TreeSnapshot(of: root).entries.compactMap { path, entry in
      guard case .file(_, let bytes) = entry else { return nil }
      return (path, bytes)
    }
  }
}
