import Basics
import Dispatch
import Glibc
import Synchronization
import SystemPackage
import Testing

@Suite struct ChildProcessTests {
  private func run(
    _ script: String, input: [UInt8] = [], environment: [String: String] = [:]
  ) throws -> ChildProcess.Result {
    try ChildProcess(
      "/bin/sh", arguments: [Array("-c".utf8), Array(script.utf8)],
      environment: environment.merging(["PATH": "/usr/bin:/bin"]) { $1 }
    ).exchange(input)
  }

  @Test func movesMoreThanPipesHold() throws {
    let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
    let result = try run("tee /dev/stderr", input: bytes)
    #expect(result.status == 0)
    #expect(result.output == bytes)
    #expect(result.errors == bytes)
  }

  @Test func survivesAProgramThatReadsNothing() throws {
    let result = try run("exit 7", input: [UInt8](repeating: 0, count: 1_000_000))
    #expect(result.status == 7)
  }

  @Test func tellsTheSignalThatEndedAProgram() throws {
    #expect(try run("kill -TERM $$").status == 128 + 15)
  }

  @Test func givesOnlyTheEnvironmentItWasGiven() throws {
    let result = try run("env | grep -v -e PWD -e _= -e SHLVL | sort", environment: ["A": "1 é"])
    #expect(String(decoding: result.output, as: UTF8.self) == "A=1 é\nPATH=/usr/bin:/bin\n")
  }

  @Test(arguments: [false, true]) func givesNoDescriptorsButTheStreams(_ isBound: Bool) throws {
    let open = fcntl(0, F_DUPFD, 100)
    try #require(open >= 100)
    defer { close(open) }
    let script = "[ -e /proc/$$/fd/2 ] && [ ! -e /proc/$$/fd/\(open) ]"
    let result = try ChildProcess(
      "/bin/sh", arguments: [Array("-c".utf8), Array(script.utf8)], environment: [:],
      isBound: isBound
    ).exchange([])
    #expect(result.status == 0)
  }

  @Test func throwsForAProgramThatIsNotThere() {
    #expect(throws: Errno.noSuchFileOrDirectory) {
      _ = try ChildProcess("/nowhere/git", arguments: [], environment: [:]).exchange([])
    }
  }

  @Test func endsAProgramWithTheThreadThatItIsBoundTo() throws {
    let status = Mutex<Int32?>(nil)
    let (started, ended) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let process = Atomic<Int32>(0)
    try onThreadOfItsOwn {
      do {
        let child = try ChildProcess(
          "/bin/sh", arguments: [Array("-c".utf8), Array("exec sleep 1000".utf8)],
          environment: ["PATH": "/usr/bin:/bin"], isBound: true)
        process.store(child.processID, ordering: .sequentiallyConsistent)
      } catch {}  // there is no process then, which fails the test
      started.signal()
    }
    started.wait()
    let id = process.load(ordering: .sequentiallyConsistent)
    try #require(id > 0)
    try onThreadOfItsOwn {
      var ending: Int32 = 0
      waitpid(id, &ending, 0)
      status.withLock { $0 = ending }
      ended.signal()
    }
    ended.wait()
    #expect(status.withLock { $0 } == SIGTERM)
  }

  @Test func keepsCtrlCFromAProgramThatIsBound() throws {
    let script = "kill -INT $$; kill -HUP $$; echo alive; kill -TERM $$; echo dead"
    let result = try ChildProcess(
      "/bin/sh", arguments: [Array("-c".utf8), Array(script.utf8)], environment: [:], isBound: true
    ).exchange([])
    #expect(String(decoding: result.output, as: UTF8.self) == "alive\n")
    #expect(result.status == 128 + 15)
  }

  @Test func throwsForABoundProgramThatIsNotThere() {
    #expect(throws: Errno.noSuchFileOrDirectory) {
      _ = try ChildProcess("/nowhere/ssh", arguments: [], environment: [:], isBound: true)
        .exchange([])
    }
  }

  @Test func killsAProgramThatDoesNotEnd() throws {
    let child = try ChildProcess(
      "/bin/sh", arguments: [Array("-c".utf8), Array("trap '' TERM; sleep 1000".utf8)],
      environment: ["PATH": "/usr/bin:/bin"])
    #expect(child.end(within: 20) == 128 + 9)
  }

  @Test func endsAProgramThatIsNotWantedAnyMore() throws {
    let child = try ChildProcess(
      "/bin/sh", arguments: [Array("-c".utf8), Array("echo begun; sleep 1000".utf8)],
      environment: ["PATH": "/usr/bin:/bin"])
    let result = child.exchange([]) { $0 < "begun\n".utf8.count }
    #expect(String(decoding: result.output, as: UTF8.self) == "begun\n")
    #expect(result.status == 128 + 15)
  }

  @Test func findsProgramsAsAShellDoes() {
    #expect(findProgram("sh", in: ["PATH": "/nowhere:/bin:/usr/bin"]) == "/bin/sh")
    #expect(findProgram("sh", in: ["PATH": "/nowhere"]) == nil)
    #expect(findProgram("bin", in: ["PATH": "/usr"]) == nil)
    #expect(findProgram("passwd", in: ["PATH": "/etc"]) == nil)
  }
}
