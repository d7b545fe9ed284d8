/// Where a story begins: steps that leave no trace in its transcript.
struct Setting: Sendable {
  var steps: [Step]

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
  static let repositoryWithRemote = Setting(
    Setting.git.steps + [
      .write("init -q"),
      .shell(
        """
        printf '[core]\\n    remote = storage\\n' > .dvc/config
        \(Setting.addStorage); git add .dvc; git commit -q -m init
        """),
    ])

  /// A project without Git.
  static let noSCM = Setting(Setting.directory.steps + [.write("init -q --no-scm")])

  /// A project without Git, with a directory remote.
  static let noSCMWithRemote = Setting(
    Setting.noSCM.steps + [
      .shell("printf '    remote = storage\\n' >> .dvc/config; \(Setting.addStorage)")
    ])

  /// Appends to the configuration what `remote add` would.
  private static let addStorage =
    #"printf '['"'"'remote "storage"'"'"']\n    url = ../../storage\n' >> .dvc/config"#
}
