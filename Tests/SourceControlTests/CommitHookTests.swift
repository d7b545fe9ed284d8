import SystemPackage
import Testing

@testable import SourceControl

@Suite struct CommitHookTests {
  private func commit(_ sandbox: GitSandbox) throws -> GitCommitReport? {
    let path = sandbox.root.appending("repo/x.dvc")
    try sandbox.write("repo/x.dvc", "outs\n")
    return try sandbox.open().commitOnly([replacing(path, with: "outs\n")], message: "m")
  }

  private func hook(_ name: String, _ script: String, in sandbox: GitSandbox) throws {
    try sandbox.write("repo/.git/hooks/\(name)", "#!/bin/sh\n\(script)\n", mode: 0o755)
  }

  @Test func runsHooksWhichSeeOnlyWhatIsCommitted() throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1"])
    try sandbox.write("repo/a", "2")
    try sandbox.git("add", ["a"])
    try hook("pre-commit", "git diff --cached --name-only > .git/seen", in: sandbox)
    try hook("commit-msg", "echo 'Signed: hook' >> \"$1\"", in: sandbox)
    try hook("post-commit", "echo done", in: sandbox)
    let report = try commit(sandbox)
    #expect(sandbox.read("repo/.git/seen") == "x.dvc\n")
    #expect(try sandbox.git("log", ["-1", "--format=%B"]) == "m\nSigned: hook\n\n")
    #expect(report?.output == "done")
    #expect(try sandbox.git("status", ["--porcelain"]) == "M  a\n")
  }

  @Test func restoresTheIndexWhenAHookRejects() throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1", ".gitignore": "/a\n"])
    try sandbox.write("repo/a", "2")
    try sandbox.git("add", ["-f", "a"])
    try hook("pre-commit", "echo 'No: é' >&2; exit 3", in: sandbox)
    let before = try sandbox.git("ls-files", ["-s"])
    let head = try sandbox.hash("HEAD")
    let error = #expect(throws: SourceControlError.self) { try commit(sandbox) }
    #expect(error?.code == .commitFailed)
    #expect(error?.detail == "No: é")
    #expect(try sandbox.git("ls-files", ["-s"]) == before)
    #expect(try sandbox.hash("HEAD") == head)
    #expect(sandbox.read("repo/x.dvc") == "outs\n")
  }

  @Test func takesOverWhatAHookMadeOfTheFiles() throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1"])
    try hook("pre-commit", "echo '# formatted' >> x.dvc; git add x.dvc", in: sandbox)
    _ = try commit(sandbox)
    #expect(try sandbox.git("show", ["HEAD:x.dvc"]) == "outs\n# formatted\n")
    #expect(try sandbox.git("status", ["--porcelain"]).isEmpty)
  }

  @Test(arguments: [["core.hooksPath", "hooks"], ["core.hooksPath", "~/hooks"]])
  func findsHooksElsewhere(_ setting: [String]) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1"])
    try sandbox.git("config", setting)
    let place = setting[1].hasPrefix("~") ? "home/hooks" : "repo/hooks"
    try sandbox.write("\(place)/pre-commit", "#!/bin/sh\nexit 1\n", mode: 0o755)
    expectError(.commitFailed) { _ = try commit(sandbox) }
  }

  @Test func ignoresHooksThatAreNotExecutable() throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1"])
    try sandbox.write("repo/.git/hooks/pre-commit", "#!/bin/sh\nexit 1\n")
    #expect(try commit(sandbox)?.output == "")
  }

  @Test(.timeLimit(.minutes(15)))  // ends a hang, measures nothing
  func doesNotWaitForWhatAHookLeavesRunning() throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1"])
    let pipe = "\(sandbox.root)/pipe"
    try sandbox.run("/usr/bin/mkfifo", [pipe])
    try hook("post-commit", "read line < '\(pipe)' &\necho hi", in: sandbox)
    #expect(try commit(sandbox)?.output == "hi")
    try sandbox.run("/bin/sh", ["-c", "echo go > '\(pipe)'"])
  }

  @Test func signsWithTheConfiguredProgram() throws {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize(files: ["a": "1"])
    try sandbox.write(
      "home/gpg",
      """
      #!/bin/sh
      cat > "$HOME/signed"
      echo "[GNUPG:] SIG_CREATED " >&2
      printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nfake\\n-----END PGP SIGNATURE-----\\n'

      """, mode: 0o755)
    try sandbox.git("config", ["gpg.program", "\(sandbox.root)/home/gpg"])
    try sandbox.git("config", ["commit.gpgSign", "true"])
    _ = try commit(sandbox)
    #expect(try sandbox.git("cat-file", ["commit", "HEAD"]).contains("gpgsig -----BEGIN PGP"))
    #expect(sandbox.read("home/signed")?.contains("\n\nm\n") == true)
    try sandbox.write("home/gpg", "#!/bin/sh\necho 'no key' >&2; exit 2\n", mode: 0o755)
    try sandbox.write("repo/x.dvc", "2")
    let edit = replacing(root.appending("x.dvc"), with: "2")
    expectError(.commitFailed) { try sandbox.open().commitOnly([edit], message: "m") }
    #expect(try sandbox.git("show", [":x.dvc"]) == "outs\n")
  }

  @Test func signsWithAnSSHKey() throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1"])
    let key = "\(sandbox.root)/home/key"
    try sandbox.run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key])
    try sandbox.git("config", ["gpg.format", "ssh"])
    try sandbox.git("config", ["user.signingKey", key])
    try sandbox.git("config", ["commit.gpgSign", "true"])
    _ = try commit(sandbox)
    #expect(try sandbox.git("cat-file", ["commit", "HEAD"]).contains("BEGIN SSH SIGNATURE"))
  }
}
