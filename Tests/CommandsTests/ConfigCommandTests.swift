import FileAccess
import SystemPackage
import TestSupport
import Testing

@testable import Commands

@Suite struct ConfigCommandTests {
  private let fixture: CommandFixture

  init() async throws {
    fixture = try CommandFixture()
    await fixture.cairn("init -q --no-scm project")
  }

  @Test func setsShowsAndUnsets() async throws {
    #expect(await run("config core.autostage true") == .success)
    #expect(await run("config core.autostage") == .success)
    #expect(await run("config core.remote") == .success)
    #expect(try config() == "[core]\n    no_scm = True\n    autostage = true\n")
    #expect(await run("config -u core.autostage") == .success)
    #expect(await run("config -u core.autostage") == .configuration)
    #expect(fixture.out == "true\n")
    #expect(
      fixture.err
        == "ERROR: configuration error - config file error: option 'autostage' doesn't exist in section 'core'\n"
    )
  }

  @Test func listsWithOrigins() async {
    await run("config --local cache.type copy")
    await run("config -l --show-origin")
    #expect(fixture.out == ".dvc/config\tcore.no_scm=True\n.dvc/config.local\tcache.type=copy\n")
  }

  @Test func listsAsJSON() async {
    await run("config --list --json")
    #expect(
      fixture.out == #"[{"origin": ".dvc/config", "name": "core.no_scm", "value": "True"}]"# + "\n")
  }

  @Test func needsAName() async {
    #expect(await run("config") == .failure)
    #expect(fixture.err == "ERROR: name argument is required\n")
  }

  @Test func needsANameOfTheRightShape() async {
    #expect(await run("config foo") == .usage)
    #expect(fixture.err.hasPrefix("ERROR: argument name: name argument should look like"))
    #expect(fixture.out.hasPrefix("usage: cairn config"))
  }

  @Test func managesTheSettingsOfTheUserOutsideAProject() async throws {
    #expect(await fixture.cairn("config --global core.autostage true") == .success)
    #expect(try fixture.scratch.read("home/.config/dvc/config") == "[core]\n    autostage = true\n")
    #expect(await fixture.cairn("config core.autostage false") == .configuration)
    #expect(
      fixture.err == "ERROR: configuration error - config file error: Not inside a DVC repo\n")
  }

  @Test func keepsOurSettingsOutOfTheFilesOfDVC() async throws {
    #expect(await run("config cairn.sync false") == .success)
    #expect(try config() == "[core]\n    no_scm = True\n")
    #expect(
      try fixture.scratch.read("project/.dvc/cairn/config") == "[cairn]\n    sync = false\n")
  }

  private func config() throws -> String { try fixture.scratch.read("project/.dvc/config") }

  @discardableResult
  private func run(_ words: String) async -> Commands.ExitStatus {
    await fixture.cairn(words, in: "project")
  }
}
