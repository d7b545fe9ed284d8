import Basics
import FileAccess
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite struct InterruptionTests {
  let scratch: TemporaryDirectory

  init() throws {
    scratch = try TemporaryDirectory()
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func theFirstSignalIsNoted(signal: CInt) async {
    await #expect(processExitsWith: .success) { [signal = signal as CInt] in
      Interruption.install()
      try checkInterruption()
      sendAndAwait(signal)
      #expect(Interruption.signal == signal)
      #expect(throws: InterruptionError()) { try checkInterruption() }
    }
  }

  @Test func theFirstSignalNotifies() async {
    await #expect(processExitsWith: .success) {
      await withCheckedContinuation { continuation in
        Interruption.install()
        Interruption.observe { continuation.resume() }
        kill(getpid(), SIGTERM)
      }
      #expect(Interruption.isRequested)
    }
  }

  @Test func aSignalThatHasComeNotifiesToo() async {
    await #expect(processExitsWith: .success) {
      Interruption.install()
      sendAndAwait(SIGTERM)
      await withCheckedContinuation { continuation in
        Interruption.observe { continuation.resume() }
      }
    }
  }

  @Test func scopesThatEndRemoveTheirTemporaries() async throws {
    let path = scratch.path.string
    try scratch.write("x", to: "f")
    await #expect(processExitsWith: .success) { [path = path as String] in
      Interruption.install()
      sendAndAwait(SIGINT)
      #expect(throws: InterruptionError()) {
        let temporary = try TemporaryFile(in: FilePath(path))
        _ = try copyAndHash(from: FilePath(path + "/f"), to: temporary.file)
      }
    }
    #expect(try TreeSnapshot(of: scratch.path).paths.map(\.string) == ["f"])
  }

  @Test func theSecondSignalEndsTheProcessWithoutLeavingTemporaries() async throws {
    let path = scratch.path.string
    await #expect(processExitsWith: .signal(SIGTERM)) { [path = path as String] in
      Interruption.install()
      let temporary = try TemporaryFile(in: FilePath(path))
      sendAndAwait(SIGINT)
      kill(getpid(), SIGTERM)
      while try FileStatus(at: FilePath(path)).kind == .directory { sched_yield() }
      try temporary.file.sync()
    }
    #expect(try namesOfDirectory(scratch.path).isEmpty)
  }

  @Test func ignoredSignalsStayIgnored() async {
    await #expect(processExitsWith: .success) {
      signal(SIGHUP, SIG_IGN)
      Interruption.install()
      kill(getpid(), SIGHUP)
      #expect(!Interruption.isRequested)
    }
  }

  @Test func publishedFilesStay() throws {
    var temporary = try TemporaryFile(in: scratch.path)
    try temporary.file.write(Array("x".utf8))
    try temporary.publish(as: scratch.path.appending("f"))
    temporary = try TemporaryFile(in: scratch.path)
    _ = consume temporary
    #expect(try TreeSnapshot(of: scratch.path).paths.map(\.string) == ["f"])
  }

  @Test func temporariesHaveDVCsKindOfName() throws {
    let name = try #require(temporaryPath(in: "/d").lastComponent?.string)
    #expect(name.wholeMatch(of: /\.[A-Za-z0-9_-]{22}\.tmp/) != nil)
  }
}

/// Sends this process a signal, which may reach it on any thread, and waits until it was noted.
private func sendAndAwait(_ signal: CInt) {
  kill(getpid(), signal)
  while !Interruption.isRequested { sched_yield() }
}
