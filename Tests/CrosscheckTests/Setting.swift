/// Where a story begins: steps that leave no trace in its transcript.
struct Setting: Sendable {
  var steps: [Step]
  /// A directory of the sandbox whose files have the modes that each tool gives them.
  var unmodedDirectory: String?

  init(_ steps: [Step]) {
    self.steps = steps.map { $0.silent }
  }

  /// An empty directory, `repo`.
  static let directory = Setting([.shell("mkdir repo"), .enter("repo")])

  /// A Git repository with no commit.
  static let git = Setting([.shell("git init -q repo"), .enter("repo")])

  /// A Git repository with a project, committed.
  static let repository = Setting(
    Setting.git.steps + [.write("init -q"), .shell("git commit -q -m init")])

  /// A project with a directory remote, `storage` beside it, as default.
  ///
  /// The remote's path is absolute: in the configuration of another revision DVC takes a relative
  /// one from the root of the file system, and would write there.
  static let repositoryWithRemote = withRemote("{root}/storage")

  /// The same with a remote that is relative to the configuration.
  static let repositoryWithRelativeRemote = withRemote("../../storage")

  /// A project with an SSH remote as default: `storage` again, on a server of the tests.
  ///
  /// DVC leaves objects with the modes that the server gives them, Cairn makes them 0444.
  static let repositoryWithSSHRemote = withSSHRemote("ssh://storage{root}/storage", [:])

  /// The same with nothing in the user's `ssh_config`: all is said by the remote's options, which win
  /// over the URL.
  static let repositoryWithSSHOptions = withSSHRemote(
    "ssh://nobody@127.0.0.1:9{root}/storage",
    [
      "port": "{ssh-port}", "user": "{ssh-user}", "keyfile": "{ssh}/user", "allow_agent": "false",
      "timeout": "30", "max_sessions": "5", "gss_auth": "false",
    ])

  private static func withSSHRemote(_ url: String, _ options: [String: String]) -> Setting {
    let lines = options.sorted { $0.key < $1.key }.map { "    \($0.key) = \($0.value)\n" }
    var setting = withRemote(url)
    setting.steps.append(
      Step.shell(
        """
        cat > .dvc/config.local <<'END'
        ['remote "storage"']
        \(lines.joined())END
        mkdir -p {root}/home/.ssh {root}/etc/programs; cp {ssh}/client/bin/ssh {root}/etc/programs/
        cp {ssh}/client/\(options.isEmpty ? "ssh_config" : "no_host") {root}/home/.ssh/config
        """
      ).silent)
    setting.unmodedDirectory = "storage"
    return setting
  }

  /// A project without Git.
  static let noSCM = Setting(Setting.directory.steps + [.write("init -q --no-scm")])

  private static func withRemote(_ url: String) -> Setting {
    Setting(
      Setting.git.steps + [
        .write("init -q"),
        .shell(
          """
          cat > .dvc/config <<'END'
          [core]
              remote = storage
          ['remote "storage"']
              url = \(url)
          END
          git add .dvc; git commit -q -m init
          """),
      ])
  }
}
