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
  ///
  /// The remote's path is absolute: in the configuration of another revision DVC takes a relative
  /// one from the root of the file system, and would write there.
  static let repositoryWithRemote = withRemote("{root}/storage")

  /// The same with a remote that is relative to the configuration.
  static let repositoryWithRelativeRemote = withRemote("../../storage")

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
