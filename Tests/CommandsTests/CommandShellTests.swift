import SystemPackage
import Terminal
import TestSupport
import Testing
import Transports

@testable import Commands

@Suite struct CommandShellTests {
  private let recorded = RecordedConsole()

  @Test func answersWithTheVersionOfItsName() async {
    #expect(await run("-V") == .success)
    #expect(await run("--vers", as: .dvc) == .success)
    #expect(recorded.out == "cairn 0.1.0 (DVC 3.67.1 formats)\n3.67.1\n")
  }

  @Test func aMisuseShowsTheErrorAndTheWholeHelp() async {
    #expect(await run("push", "-j", "x", as: .dvc) == .usage)
    #expect(recorded.err == "ERROR: argument -j/--jobs: invalid int value: 'x'\n")
    #expect(recorded.out.hasPrefix("usage: dvc push [options] [targets ...]\n"))
    #expect(recorded.out.contains("  dvc push data/images\n"))
  }

  @Test func helpGoesToStandardOutput() async {
    #expect(await run("add", "--help") == .success)
    #expect(recorded.out.contains("-o, --out <path>"))
    #expect(recorded.err.isEmpty)
  }

  @Test func theHintForAMisuseHasItsOwnLine() async {
    #expect(await run("cache", "dri") == .usage)
    #expect(recorded.err.hasSuffix("(choose from 'dir', 'migrate')\nDid you mean 'dir'?\n"))
  }

  @Test func refusesByNameWhatIsNotBuilt() async {
    #expect(await run("repro", "-f") == .error)
    #expect(recorded.err == "ERROR: 'repro' is not built yet in cairn 0.1.0\n")
  }

  @Test func refusesArgumentsThatAreNotUTF8() async {
    let words: [[UInt8]] = [Array("add".utf8), [0x62, 0xFF, 0x64]]
    #expect(await shell(.cairn).run(words) == .error)
    #expect(recorded.err == "ERROR: argument is not valid UTF-8: 'b\\udcffd'\n")
  }

  @Test(arguments: [
    ("nope", "[Errno 2] No such file or directory: 'nope'"),
    ("", "[Errno 2] No such file or directory: ''"),
    ("/dev/null", "[Errno 20] Not a directory: '/dev/null'"),
  ])
  func cannotChangeToWhatIsNoDirectory(path: String, message: String) async {
    #expect(await run("--cd", path, "root") == .error)
    #expect(recorded.err.hasPrefix("ERROR: unexpected error - \(message)\n\nHaving any troubles?"))
  }

  @Test func aBrokenPipeHasItsOwnExitCode() async {
    #expect(await help(failingWith: .brokenPipe) == .brokenPipe)
    #expect(recorded.err.isEmpty)
  }

  @Test func resultsThatCannotBeWrittenAreAnError() async {
    #expect(await help(failingWith: .noSpace) == .error)
    #expect(
      recorded.err
        == "ERROR: cannot write to standard output: No space left on device\n")
  }

  private func help(failingWith failure: Errno) async -> Commands.ExitStatus {
    let console = recorded.console(writes: { _ in throw failure })
    let shell = CommandShell(
      currentDirectory: "/", environment: [:], program: "cairn", console: console,
      transports: .standard)
    return await shell.run([Array("--help".utf8)])
  }

  private func run(_ words: String..., as name: InvocationName = .cairn) async
    -> Commands.ExitStatus
  {
    await shell(name).run(words.map { Array($0.utf8) })
  }

  private func shell(_ name: InvocationName) -> CommandShell {
    CommandShell(
      currentDirectory: "/", environment: [:], program: name.rawValue, console: recorded.console(),
      transports: .standard)
  }
}
