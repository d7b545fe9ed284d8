import Basics
import FileAccess
import Glibc
import SystemPackage
import TestSupport
import Testing

/// A push that is stopped in the middle of the large file sends what is lacking the next time.
@Suite(.enabled(if: InstalledServer.seaweedFS.isExpected))
struct S3ResumeTests {
  private let project: S3Project
  private let proxy: HTTPFaultProxy

  init() async throws {
    project = try await S3Project(on: SeaweedFS.plain.value())
    proxy = try #require(project.proxy)
  }

  /// Ends a push by a signal while the last part waits for the server.
  private func stop(by signal: CInt) async throws {
    proxy.setScript { request, _ in request.target.contains("partNumber=3&") ? .stalled : nil }
    let push = try project.start("push")
    try await proxy.wait { $0.stalled == 1 && $0.partsDone == 2 }
    push.send(signal)
    let result = try await push.end()
    try await proxy.settled()
    #expect(result.status == (signal == SIGKILL ? 128 + SIGKILL : 252), "\(result)")
    proxy.setScript()
  }

  private func pushAgain() async throws {
    let again = try await project.shell("cairn push")
    #expect(again.out.contains("pushed"), "\(again)")
    #expect(proxy.partsDone == S3Project.parts)
    #expect(proxy.sentAgain == [])
    try await project.expectWholeRemote()
    #expect(try directoryNames(project.first.appending(".dvc/tmp/cairn/uploads")).isEmpty)
  }

  @Test(arguments: [SIGKILL, SIGINT, SIGTERM])
  func goesOnAfter(_ signal: CInt) async throws {
    try await stop(by: signal)
    try await pushAgain()
  }

  @Test(arguments: ["rm -r", "truncate -s 20"])
  func goesOnWithoutItsJournal(_ change: String) async throws {
    try await stop(by: SIGKILL)
    try await project.shell("\(change) .dvc/tmp/cairn/uploads/*")
    try await pushAgain()
  }

  /// Another clone of the project, which has no journal, goes on with what the first one began.
  @Test func anotherCloneGoesOn() async throws {
    try await stop(by: SIGKILL)
    try await project.shell("cp -r ../first/.dvc/cache .dvc; cairn push", in: project.second)
    #expect(proxy.partsDone == S3Project.parts)
    #expect(proxy.sentAgain == [])
    try await project.expectWholeRemote()
  }

  /// How often a command is killed; `CAIRN_KILLS=100` for more.
  private static let kills = variable("CAIRN_KILLS").flatMap { Int($0) } ?? 6

  @Test func aPushIsKilledAtAnyRequest() async throws {
    try await kill("push", in: project.first, at: 1...40) {
      let seen = try await project.shell("cairn verify --remote --read-data", exits: nil)
      #expect(!seen.err.contains("corrupt") && !seen.err.contains("wrong-size"), "\(seen)")
    }
    try await project.shell("cairn push")
    #expect(proxy.sentAgain == [])
    try await project.expectWholeRemote()
  }

  @Test func aFetchIsKilledAtAnyRequest() async throws {
    try await project.shell("cairn push -q")
    try await kill("fetch", in: project.second, at: 1...20) {
      try await project.shell("[ ! -e .dvc/cache ] || cairn verify", in: project.second)
    }
    try await project.shell("cairn fetch", in: project.second)
    try await project.expectWholeClone()
  }

  /// Kills a command at one of its requests, again and again, and looks at what there is then.
  private func kill(
    _ command: String, in directory: FilePath, at requests: ClosedRange<Int>,
    then look: () async throws -> Void
  ) async throws {
    var random = SeededGenerator(seed: 29)
    for _ in 0..<Self.kills {
      let point = Int.random(in: requests, using: &random)
      proxy.setScript { _, number in number == point ? .stalled : nil }
      let stalled = proxy.stalled
      let process = try project.start(command, in: directory)
      try await proxy.wait { $0.stalled > stalled || process.hasEnded }
      process.send(SIGKILL)
      _ = try await process.end()
      try await proxy.settled()
      proxy.setScript()
      try await look()
    }
  }
}
