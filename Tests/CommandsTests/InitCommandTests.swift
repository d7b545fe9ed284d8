import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

@testable import Commands

@Suite struct InitCommandTests {
  private let fixture: CommandFixture

  init() async throws {
    fixture = try CommandFixture()
    try fixture.scratch.makeDirectory("git/sub")
    try await fixture.git("init -q", in: "git")
  }

  @Test func makesAndStagesTheFilesOfAProject() async throws {
    #expect(await fixture.cairn("init", in: "git") == .success)
    #expect(
      fixture.out == """
        Initialized DVC repository.

        You can now commit the changes to git.

        What's next?
        ------------
        - Check out the documentation: <https://dvc.org/doc>
        - Get help and share ideas: <https://dvc.org/chat>
        - Star us on GitHub: <https://github.com/treeverse/dvc>

        """)
    #expect(try fixture.scratch.read("git/.dvc/config").isEmpty)
    #expect(try fixture.scratch.read("git/.dvc/tmp/btime").isEmpty)
    #expect(try fixture.scratch.read("git/.dvc/.gitignore") == "/config.local\n/tmp\n/cache\n")
    #expect(
      try fixture.scratch.read("git/.dvcignore") == """
        # Add patterns of files dvc should ignore, which could improve
        # the performance. Learn more at
        # https://dvc.org/doc/user-guide/dvcignore

        """)
    #expect(
      try await fixture.git("status --short", in: "git")
        == "A  .dvc/.gitignore\nA  .dvc/config\nA  .dvcignore")
  }

  @Test func doesWithoutGitWhenTold() async throws {
    #expect(await fixture.cairn("init --no-scm a/b") == .success)
    #expect(!fixture.out.contains("commit the changes"))
    #expect(fixture.out.hasPrefix("Initialized DVC repository.\n\nWhat's next?\n"))
    let tree = try TreeSnapshot(of: fixture.scratch.path.appending("a/b"))
    #expect(
      tree.paths.map(\.string) == [
        ".dvc", ".dvc/config", ".dvc/tmp", ".dvc/tmp/btime", ".dvcignore",
      ])
    #expect(try fixture.scratch.read("a/b/.dvc/config") == "[core]\n    no_scm = True\n")
  }

  @Test func aSubdirectoryNeedsItsFlag() async throws {
    #expect(await fixture.cairn("init", in: "git/sub") == .failure)
    #expect(
      fixture.err
        == "ERROR: failed to initiate DVC - \(fixture.scratch.path)/git/sub is not tracked by any "
        + "supported SCM tool (e.g. Git). Use `--no-scm` if you don't want to use any SCM or `--subdir` "
        + "if initializing inside a subdirectory of a parent SCM repository.\n")
    #expect(await fixture.cairn("init --subdir sub", in: "git") == .success)
    #expect(
      try await fixture.git("status --short", in: "git")
        == "A  sub/.dvc/.gitignore\nA  sub/.dvc/config\nA  sub/.dvcignore")
  }

  @Test func withoutGitItRefusesAndWritesNothing() async throws {
    #expect(await fixture.cairn("init new") == .failure)
    #expect(await fixture.cairn("init --subdir new") == .failure)
    #expect(try FileStatus.ifExists(at: fixture.scratch.path.appending("new")) == nil)
  }

  @Test func replacesAProjectOnlyWhenForced() async throws {
    await fixture.cairn("init -q", in: "git")
    try fixture.scratch.write("x", to: "git/.dvc/cache/files/md5/aa/bb")
    try fixture.scratch.write("mine", to: "git/.dvcignore")
    #expect(await fixture.cairn("init git") == .failure)
    #expect(
      fixture.err == "ERROR: failed to initiate DVC - 'git/.dvc' exists. Use `-f` to force.\n")
    #expect(await fixture.cairn("init -qf git") == .success)
    #expect(fixture.out.isEmpty)
    #expect(try FileStatus.ifExists(at: fixture.scratch.path.appending("git/.dvc/cache")) == nil)
    #expect(try fixture.scratch.read("git/.dvcignore") == "mine")
    #expect(try fixture.scratch.read("git/.dvc/.gitignore") == "/config.local\n/tmp\n/cache\n")
  }

  @Test func keepsAFileNamedLikeTheProjectsDirectory() async throws {
    try fixture.scratch.write("x", to: "git/.dvc")
    #expect(await fixture.cairn("init -f", in: "git") == .error)
    #expect(fixture.err.contains("[Errno 17] File exists: '\(fixture.scratch.path)/git/.dvc'"))
    #expect(try fixture.scratch.read("git/.dvc") == "x")
  }

  @Test func refusesWhatGitWouldIgnore() async throws {
    try fixture.scratch.write(".dvc\n", to: "git/.gitignore")
    #expect(await fixture.cairn("init", in: "git") == .failure)
    #expect(
      fixture.err
        == "ERROR: failed to initiate DVC - \(fixture.scratch.path)/git/.dvc is ignored by your SCM tool. \n"
        + "Make sure that it's tracked, for example, by adding '!.dvc' to .gitignore.\n")
  }

  @Test func stagesNoFileThatGitIgnores() async throws {
    try fixture.scratch.write(".dvcignore\n.dvc/tmp\n", to: "git/.gitignore")
    #expect(await fixture.cairn("init", in: "git") == .success)
    #expect(try fixture.scratch.read("git/.dvc/.gitignore") == "/config.local\n/cache\n")
    #expect(
      try await fixture.git("status --short --untracked-files=no", in: "git")
        == "A  .dvc/.gitignore\nA  .dvc/config")
  }

  @Test func writesNothingWhileGitsIndexIsLocked() async throws {
    try fixture.scratch.write("", to: "git/.git/index.lock")
    #expect(await fixture.cairn("init", in: "git") == .failure)
    #expect(fixture.err.contains("index.lock' exists\nIf no other Git command is running"))
    #expect(try FileStatus.ifExists(at: fixture.scratch.path.appending("git/.dvc")) == nil)
  }

  @Test func writesNothingWhenTheSettingsOfTheUserAreBroken() async throws {
    try fixture.scratch.write("[core]\nbogus = 1\n", to: "home/.config/dvc/config")
    #expect(await fixture.cairn("init", in: "git") == .configuration)
    #expect(
      fixture.err
        == "ERROR: configuration error - config file error: extra keys not allowed @ data['core']['bogus']\n"
    )
    #expect(try FileStatus.ifExists(at: fixture.scratch.path.appending("git/.dvc")) == nil)
  }

  @Test func cannotDoWithoutGitInASubdirectoryOfIt() async {
    #expect(await fixture.cairn("init --no-scm --subdir", in: "git") == .error)
    #expect(fixture.err == "ERROR: Cannot initialize repo with `--no-scm` and `--subdir`\n")
  }
}
