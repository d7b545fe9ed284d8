import Basics
import SystemPackage
import Testing

@testable import Formats

@Suite struct ConfigurationTests {
  @Test func hasDVCsDefaultsWithoutFiles() throws {
    let configuration = try Configuration(.inProject())
    #expect(configuration.defaultRemoteName == nil)
    #expect(!configuration.stagesAutomatically && !configuration.hasNoSCM)
    #expect(configuration.sendsAnalytics && configuration.checksForUpdates)
    #expect(configuration.cache.directory == nil)
    #expect(configuration.cache.linkTypes == ["reflink", "copy"])
    #expect(configuration.cache.warnsOfSlowLinks && !configuration.cache.isShared)
    #expect(configuration.remoteNames.isEmpty)
    #expect(configuration.syncs && !configuration.hasDetailedExitCodes)
    #expect(configuration.warnings.isEmpty)
  }

  @Test func mergesLevelsKeyByKey() throws {
    let configuration = try Configuration(
      .inProject([
        .system: "[core]\nremote = a\n",
        .global:
          "[core]\nremote = b\nautostage = true\n['remote \"r\"']\nurl = ssh://h/p\nuser = u\n",
        .project:
          "[core]\nremote = R\n[cache]\ntype = hardlink, copy\n['remote \"R\"']\nuser = v\n",
        .local: "['remote \"r\"']\npassword = p\n",
      ]))
    #expect(configuration.defaultRemoteName == "r")
    #expect(configuration.stagesAutomatically)
    #expect(configuration.cache.linkTypes == ["hardlink", "copy"])
    let remote = try configuration.remote()
    #expect(remote.name == "r" && remote.kind == .ssh && remote.url == "ssh://h/p")
    #expect(remote.text("user") == "v" && remote.text("password") == "p")
  }

  @Test func resolvesPathsAgainstTheFileThatHasThem() throws {
    let configuration = try Configuration(
      .inProject([
        .global: "['remote \"g\"']\nurl = ssh://h/p\nkeyfile = key\n",
        .project: "[cache]\ndir = ../../cache/./x\n['remote \"p\"']\nurl = ../store//a/../b\n",
        .local: "['remote \"h\"']\nurl = ~/store\n['remote \"u\"']\nurl = ~other/x\n",
      ]))
    #expect(configuration.cache.directory == "/cache/x")
    #expect(try configuration.remote(named: "g").path("keyfile") == "/global/key")
    #expect(try configuration.remote(named: "p").location == .directory("/repo/store/b"))
    #expect(try configuration.remote(named: "h").location == .directory("/home/store"))
    #expect(try configuration.remote(named: "u").location == .directory("/repo/.dvc/~other/x"))
  }

  @Test func keepsBytesOfPathsThatAreNotText() throws {
    let root = FilePath(bytes: [0x2F, 0x72, 0xFF])
    let configuration = try Configuration(
      .inProject([.project: "['remote \"r\"']\nurl = ../store\n"], root: root))
    guard case .directory(let path) = try configuration.remote(named: "r").location else {
      Issue.record("not a directory")
      return
    }
    #expect(path == root.appending("store"))
  }

  @Test func inheritsFromTheRemoteThatTheURLNames() throws {
    let configuration = try Configuration(
      .inProject([
        .project: """
        ['remote "s"']
        url = ssh://u@h:22/p
        user = me
        keyfile = key
        ['remote "x"']
        url = remote://S/q
        user = you
        ['remote "y"']
        url = remote://x/r
        ['remote "l"']
        url = store
        ['remote "m"']
        url = remote://l/q
        ['remote "bad"']
        url = remote://l
        user = u
        ['remote "a"']
        url = remote://b
        ['remote "b"']
        url = remote://a
        ['remote "n"']
        url = remote://nope
        """
      ]))
    let remote = try configuration.remote(named: "Y")
    #expect(remote.kind == .ssh && remote.url == "ssh://u@h:22/p/q/r")
    #expect(remote.text("user") == "you" && remote.path("keyfile") == "/repo/.dvc/key")
    #expect(try configuration.remote(named: "m").location == .directory("/repo/.dvc/store/q"))
    #expect(throws: ConfigError.invalid("extra keys not allowed @ data['user']")) {
      try configuration.remote(named: "bad")
    }
    #expect(throws: ConfigError.invalid("remote 'nope' doesn't exist")) {
      try configuration.remote(named: "n")
    }
    #expect(throws: ConfigError.invalid("remote 'a' refers to itself")) {
      try configuration.remote(named: "a")
    }
  }

  @Test func tellsThatThereIsNoRemote() throws {
    let configuration = try Configuration(.inProject())
    let error = try #require(throws: ConfigError.self) { try configuration.remote() }
    #expect(
      error.userError.fullMessage
        == "config file error: no remote specified in /repo. Create a default remote with\n"
        + "    dvc remote add -d <remote name> <remote url>")
    #expect(throws: ConfigError.invalid("remote 'nope' doesn't exist")) {
      try configuration.remote(named: "Nope")
    }
  }

  @Test func letsTheEnvironmentOverrideSettings() throws {
    var files = ConfigFiles.inProject(
      [.project: "[core]\nsite_cache_dir = a\n[exp]\ngit_remote = up\nauto_push = true\n"],
      environment: [
        "DVC_SITE_CACHE_DIR": "/s", "DVC_EXP_GIT_REMOTE": "fork", "DVC_EXP_AUTO_PUSH": "no",
        "CAIRN_SYNC": "0",
      ])
    files.cairn[1].contents = Array("[cairn]\nsync = true\nexit_codes = True\n".utf8)
    let configuration = try Configuration(files)
    #expect(configuration.siteCacheDirectory == "/s")
    #expect(configuration.experimentsGitRemote == "fork")
    #expect(!configuration.pushesExperiments)
    #expect(!configuration.syncs && configuration.hasDetailedExitCodes)
  }

  @Test func takesSpeedAndPatienceFromOwnFilesAndTheEnvironment() throws {
    var files = ConfigFiles.inProject([:], environment: [:])
    #expect(try Configuration(files).bandwidth() == nil)
    #expect(try Configuration(files).idleTimeout() == nil)
    files.cairn[1].contents = Array("[cairn]\nbwlimit = 10M\ntimeout = 90\n".utf8)
    #expect(try Configuration(files).bandwidth() == 10_000_000)
    #expect(try Configuration(files).idleTimeout() == 90)
    files = ConfigFiles.inProject([:], environment: ["CAIRN_BWLIMIT": "2Mi", "CAIRN_TIMEOUT": "5"])
    files.cairn[1].contents = Array("[cairn]\nbwlimit = 10M\ntimeout = 90\n".utf8)
    #expect(try Configuration(files).bandwidth() == 2 << 20)
    #expect(try Configuration(files).idleTimeout() == 5)
  }

  @Test(arguments: ["0", "-1", "fast", "10X", "1.5"])
  func refusesASpeedThatIsNone(_ text: String) throws {
    let files = ConfigFiles.inProject([:], environment: ["CAIRN_BWLIMIT": text])
    let configuration = try Configuration(files)
    let error = #expect(throws: CairnError.self) { try configuration.bandwidth() }
    #expect(error?.message == "'\(text)' is no value for CAIRN_BWLIMIT")
  }

  @Test func findsItsFiles() {
    let surroundings = ConfigSurroundings(
      root: "/repo", currentDirectory: "/repo/sub",
      environment: ["XDG_CONFIG_HOME": "/x", "XDG_CONFIG_DIRS": "/y:/z"], home: "/home")
    #expect(
      surroundings.dvcFiles.map(\.path) == [
        "/y/dvc/config", "/x/dvc/config", "/repo/.dvc/config", "/repo/.dvc/config.local",
      ])
    #expect(
      surroundings.cairnFiles.map(\.path) == [
        "/x/cairn/config", "/repo/.dvc/cairn/config", "/repo/.dvc/cairn/config.local",
      ])
    let outside = ConfigSurroundings(
      root: nil, currentDirectory: "/", environment: ["DVC_GLOBAL_CONFIG_DIR": "/g"],
      home: "/home")
    #expect(outside.dvcFiles.map(\.path) == ["/etc/xdg/dvc/config", "/g/config"])
    #expect(outside.cairnFiles.map(\.path) == ["/home/.config/cairn/config"])
  }
}

extension ConfigFiles {
  /// The files of a project at `/repo`, with the user's at `/global` and the system's at `/system`.
  static func inProject(
    _ texts: [ConfigLevel: String] = [:], root: FilePath? = "/repo",
    currentDirectory: FilePath = "/repo/sub", environment: [String: String] = [:]
  ) -> ConfigFiles {
    let directories = [
      "DVC_GLOBAL_CONFIG_DIR": "/global", "DVC_SYSTEM_CONFIG_DIR": "/system",
      "XDG_CONFIG_HOME": "/home/.config",
    ]
    var files = ConfigFiles(
      in: ConfigSurroundings(
        root: root, currentDirectory: currentDirectory,
        environment: environment.merging(directories) { own, _ in own }, home: "/home",
        homeOfUser: { $0 == "root" ? "/root" : nil })
    ) { _ in nil }
    for index in files.dvc.indices {
      files.dvc[index].contents = texts[files.dvc[index].level].map { Array($0.utf8) }
    }
    return files
  }
}
