import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// Commands for a token that do not do what they should.
struct TokenCommandTests {
  private let scratch: TemporaryDirectory
  private let environment = ["PATH": "/usr/bin:/bin"]

  init() throws { scratch = try TemporaryDirectory() }

  private func error(
    _ script: String, within seconds: Int,
    by now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) -> TransportError? {
    #expect(throws: TransportError.self) {
      try TokenCommand(
        AskedProgram(words: ["sh", "-c", script], patience: seconds, now: now), environment
      ).run()
    }
  }

  /// The number of a process, as it was written to `file`.
  private func process(_ file: String) throws -> Substring {
    try scratch.read(file).split(separator: "\n").first ?? ""
  }

  @Test(arguments: ["", "exec >&- 2>&-;"])
  func areEndedWithAllThatTheyStarted(_ beginning: String) async throws {
    let directory = scratch.path.string
    let script = """
      trap '' TERM
      sleep 1000 & echo $! >'\(directory)/inner'
      sh -c 'echo $$ >"\(directory)/outer"; sleep 1000; :' &
      until [ -s '\(directory)/outer' ]; do sleep 0.01; done
      \(beginning) : >'\(directory)/begun'
      wait
      """
    let (begun, start) = (scratch.path.appending("begun"), ContinuousClock.now)
    let error = error(script, within: 10) {
      (try? FileStatus.ifExists(at: begun)) == nil ? start : start + .seconds(10)
    }
    #expect(error?.kind == .credentials)
    #expect(
      error?.detail == "the remote's 'bearer_token_command' did not end within 10 seconds")
    #expect(error?.userError.hints.joined().contains("--timeout") == true)
    for file in ["inner", "outer"] { #expect(try await hasEnded(process(file))) }
  }

  @Test func areEndedWhenTheyDoNotStopToPrint() {
    let error = error("exec yes", within: 600)
    #expect(error?.kind == .credentials)
    #expect(error?.detail == "the remote's 'bearer_token_command' printed more than a token")
  }

  /// Each of many objects would have the command run again.
  @Test func areNotRunAgainWhenTheyFail() async throws {
    let command = scratch.path.appending("token")
    try writeProgram("#!/bin/sh\necho x >>'\(scratch.path)/runs'\nexit 1\n", to: command)
    let web = try ScriptedWeb(
      "webdav", options: ["bearer_token_command": "'\(command)'"], environment: environment
    ) { _, _ in .init("200 OK", "x") }
    let results = await concurrentMap(Array(0..<20), width: 8) { _ in try await web.get() }
    #expect(results.allSatisfy { (try? $0.get()) == nil })
    #expect(try scratch.read("runs") == "x\n")
    #expect(web.targets == [])
  }

  @Test func areNotRunAgainWhenTheyHaveNothingElse() async throws {
    let command = scratch.path.appending("token")
    try writeProgram("#!/bin/sh\necho x >>'\(scratch.path)/runs'\necho same\n", to: command)
    let web = try ScriptedWeb(
      "webdav", options: ["bearer_token_command": "'\(command)'"], environment: environment
    ) { _, _ in .init("401 Unauthorized") }
    for _ in 0..<5 {
      let error = await transportError { _ = try await web.get() }
      #expect(error?.kind == .credentials)
    }
    #expect(try scratch.read("runs") == "x\nx\n")
    #expect(web.targets.count == 5)
  }
}
