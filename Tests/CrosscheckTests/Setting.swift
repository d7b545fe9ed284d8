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
    var setting = withRemote(url)
    setting.steps.append(
      Step.shell(
        """
        cat > .dvc/config.local <<'END'
        ['remote "storage"']
        \(lines(options))END
        mkdir -p {root}/home/.ssh {root}/etc/programs; cp {ssh}/client/bin/ssh {root}/etc/programs/
        cp {ssh}/client/\(options.isEmpty ? "ssh_config" : "no_host") {root}/home/.ssh/config
        """
      ).silent)
    setting.unmodedDirectory = "storage"
    return setting
  }

  /// A project with an S3 remote as default: `storage` in the sandbox's part of a bucket.
  static let repositoryWithS3Remote = withS3Remote([
    "endpointurl": "{s3}", "access_key_id": "owner-key", "secret_access_key": "owner-secret",
  ])

  /// The same with no word on who asks.
  static let repositoryWithS3Endpoint = withS3Remote(["endpointurl": "{s3}"])

  /// The same over HTTPS, by a certificate that only `ssl_verify` can make trusted.
  static let repositoryWithEncryptedS3Remote = withS3Remote(
    [
      "endpointurl": "{tls}", "access_key_id": "owner-key", "secret_access_key": "owner-secret",
    ], server: "tls")

  /// `s3 list NAME` and `s3 COMMAND NAME …` are what rclone sees and does in the sandbox's part of the
  /// bucket. A listing has the MD5 of each file; it leaves out what DVC leaves after adding from elsewhere.
  private static func withS3Remote(
    _ options: [String: String], server: String = "s3"
  ) -> Setting {
    var setting = withRemote("s3://bucket{root}/storage")
    setting.steps.append(
      Step.shell(
        """
        cat > .dvc/config.local <<'END'
        ['remote "storage"']
        \(lines(options))END
        mkdir {root}/etc/programs
        cat > {root}/etc/programs/s3 <<'END'
        #!/bin/sh -eu
        command=$1 place=$2; shift 2
        case $command in
        list) {\(server)-rclone} md5sum --download "s3:bucket{root}/$place" 2>/dev/null |
          grep -v '[.]tmp$' | sort -k 2 ;;
        *) {\(server)-rclone} "$command" "s3:bucket{root}/$place" "$@" ;;
        esac
        END
        chmod +x {root}/etc/programs/s3
        """
      ).silent)
    return setting
  }

  /// A project with an HTTP remote as default, below a name of the sandbox's own.
  static let repositoryWithHTTPRemote: Setting = {
    var setting = withRemote("{http}{root}/storage")
    setting.steps.append(
      Step.shell(
        """
        cat > .dvc/config.local <<'END'
        ['remote "storage"']
            method = PUT
        END
        """
      ).silent)
    return setting
  }()

  /// A project without Git.
  static let noSCM = Setting(Setting.directory.steps + [.write("init -q --no-scm")])

  private static func lines(_ options: [String: String]) -> String {
    options.sorted { $0.key < $1.key }.map { "    \($0.key) = \($0.value)\n" }.joined()
  }

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
