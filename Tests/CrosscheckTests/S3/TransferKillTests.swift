import Basics
import FileAccess
import Glibc
import SystemPackage
import TestSupport
import Testing

/// Cairn is killed at some moment of a transfer, then the same command runs again: it finishes, nothing
/// wrong was ever visible, and nothing that had arrived is sent again.
///
/// Each test kills ten times, at other moments in each run; `CAIRN_KILLS=50` for more.
@Suite(.enabled(if: InstalledServer.seaweedFS.isExpected))
struct TransferKillTests {
  private let project: S3Project
  private let proxy: HTTPFaultProxy
  private let kills = variable("CAIRN_KILLS").flatMap { Int($0) } ?? 10

  init() async throws {
    project = try await S3Project(on: SeaweedFS.plain.value())
    proxy = try #require(project.proxy)
  }

  /// Starts a command, and kills it at a random moment of the part of the usual time that `round` has.
  ///
  /// - Returns: whether it was not through by then.
  private func kill(
    _ command: String, within time: Duration, round: Int, in directory: FilePath? = nil
  ) async throws -> Bool {
    // A program of its own waits: a task of this process may wait for others.
    let part = (Double(round) - .random(in: 0...1)) / Double(kills)
    let moment = time * part / .seconds(1)
    let program = project.sandbox.program(named: "cairn")
    let result = try await project.shell(
      "timeout -s KILL \(moment) '\(program)' \(command)", in: directory, exits: nil)
    try await proxy.settled()
    return result.status == 128 + SIGKILL
  }

  /// How long a command takes, without the wait for its turn among other programs.
  private func time(of command: String, in directory: FilePath? = nil) async throws -> Duration {
    let result = try await project.shell(
      "begin=$(date +%s%N); cairn \(command) >&2; echo $(($(date +%s%N) - begin))", in: directory)
    return .nanoseconds(try #require(Int64(result.out.dropLast())))
  }

  @Test func push() async throws {
    var killed = 0
    let usual = try await time(of: "push")
    for round in 1...kills {
      let root = "s3://\(S3TestServer.bucket)\(project.sandbox.root)/storage\(round)"
      try await project.shell("cairn remote modify s url '\(root)'")
      if try await kill("push", within: usual, round: round) { killed += 1 }
      let seen = try await project.shell("cairn verify --remote", exits: nil)
      #expect(!seen.err.contains("corrupt") && !seen.err.contains("wrong-size"), "\(seen)")
      try await project.shell("cairn push")
      #expect(proxy.sentAgain == [])
      let whole = try await project.shell("cairn verify --remote; cairn push --recheck")
      #expect(whole.out.contains("Everything is up to date."), "\(whole)")
    }
    #expect(killed > 0)
    try await project.expectWholeRemote()
  }

  @Test func pull() async throws {
    try await project.shell("cairn push")
    var killed = 0
    let usual = try await time(of: "pull", in: project.second)
    for round in 1...kills {
      try await project.shell("rm -rf .dvc/cache .dvc/tmp d large", in: project.second)
      proxy.forget()
      if try await kill("pull", within: usual, round: round, in: project.second) { killed += 1 }
      let seen = try await project.shell("cairn verify", in: project.second, exits: nil)
      #expect(!seen.err.contains("corrupt"), "\(seen)")
      try await project.shell("cairn pull", in: project.second)
      // What had arrived and was not in the cache yet.
      #expect(proxy.fetchedAgain.count <= 32)
      try await project.expectWholeClone()
    }
    #expect(killed > 0)
  }
}
