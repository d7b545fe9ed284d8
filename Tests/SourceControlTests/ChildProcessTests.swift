import SystemPackage
import Testing

@testable import SourceControl

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

  @Test func throwsForAProgramThatIsNotThere() {
    #expect(throws: Errno.noSuchFileOrDirectory) {
      _ = try ChildProcess("/nowhere/git", arguments: [], environment: [:]).exchange([])
    }
  }
}
