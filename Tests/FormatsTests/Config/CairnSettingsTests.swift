import Basics
import SystemPackage
import Testing

@testable import Formats

@Suite struct CairnSettingsTests {
  private let sync = ["cairn", "sync"]

  private func name(_ text: String) throws -> ConfigName { try ConfigName(parsing: text) }

  @Test(arguments: [
    (ConfigLevel?.none, "/repo/.dvc/cairn/config"), (.project, "/repo/.dvc/cairn/config"),
    (.local, "/repo/.dvc/cairn/config.local"), (.global, "/home/.config/cairn/config"),
  ])
  func keepsOurSettingsInFilesOfOurOwn(_ level: ConfigLevel?, _ path: String) throws {
    let plan = try ConfigFiles.inProject().plan(.set(try name("cairn.sync"), to: "false", level))
    #expect(plan.writes.map(\.path) == [FilePath(path)])
    #expect(plan.text == "[cairn]\n    sync = false\n")
  }

  @Test func showsAndListsThem() throws {
    var files = ConfigFiles.inProject([.project: "[core]\n    autostage = true\n"])
    files.cairn[1].contents = Array("[cairn]\n    sync = false\n".utf8)
    #expect(try files.plan(.show(try name("cairn.sync"))).output == ["false"])
    #expect(
      try files.plan(.show(try name("cairn.sync"), showsOrigin: true)).output
        == [".dvc/cairn/config\tfalse"])
    #expect(try files.plan(.list()).output == ["core.autostage=true", "cairn.sync=false"])
    #expect(try files.plan(.list(.system)).output == [])
  }

  @Test func checksThemLikeDVCs() throws {
    let files = ConfigFiles.inProject()
    #expect(throws: ConfigError.invalid("extra keys not allowed @ data['cairn']['nope']")) {
      try files.plan(.set(try name("cairn.nope"), to: "1"))
    }
    #expect(
      throws: ConfigError.invalid(
        "expected true or false for dictionary value @ data['cairn']['sync']")
    ) { try files.plan(.set(try name("cairn.sync"), to: "perhaps")) }
    #expect(throws: ConfigError.invalid("there is no system level for these options")) {
      try files.plan(.set(try name("cairn.sync"), to: "true", .system))
    }
    #expect(throws: ConfigError.invalid("option 'sync' doesn't exist in section 'cairn'")) {
      try files.plan(.unset(try name("cairn.sync")))
    }
  }

  @Test func doesNotLetThemIntoDVCsFiles() throws {
    #expect(throws: ConfigError.invalid("extra keys not allowed @ data['cairn']")) {
      try Configuration(.inProject([.project: "[cairn]\nsync = true\n"]))
    }
  }
}
