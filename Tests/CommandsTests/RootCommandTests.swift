import SystemPackage
import TestSupport
import Testing

@testable import Commands

@Suite struct RootCommandTests {
  private let scratch: TemporaryDirectory
  private let recorded = RecordedConsole()

  init() throws {
    scratch = try TemporaryDirectory()
    try scratch.makeDirectory("project/.dvc")
    try scratch.makeDirectory("project/a/b")
    try scratch.write("", to: "elsewhere/.dvc")
  }

  @Test func printsTheWayUpEvenWhenQuiet() async {
    #expect(await run("project/a/b", "root") == .success)
    #expect(await run("project", "-q", "root") == .success)
    #expect(await run("", "--cd", "project/a", "root") == .success)
    #expect(recorded.out == "../..\n.\n..\n")
  }

  @Test func failsOutsideAProject() async {
    #expect(await run("elsewhere", "root") == .notAProject)
    let message = "ERROR: you are not inside of a DVC repository (checked up to mount point '/"
    #expect(recorded.err.hasPrefix(message))
  }

  private func run(_ directory: FilePath, _ words: String...) async -> Commands.ExitStatus {
    let shell = CommandShell(
      currentDirectory: scratch.path.pushing(directory), environment: [:], invokedAs: .cairn,
      console: recorded.console())
    return await shell.run(words.map { Array($0.utf8) })
  }
}
