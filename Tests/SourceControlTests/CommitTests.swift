import Basics
import SystemPackage
import Testing

@testable import SourceControl

/// How a commit comes about.
enum Route: CaseIterable, CustomTestStringConvertible {
  case library, hooks, program, sha256

  var testDescription: String { "\(self)" }

  /// A repository with one commit, for which this route is taken.
  func makeSandbox(_ files: KeyValuePairs<String, String> = ["seed": "1"]) throws -> GitSandbox {
    let sandbox = try GitSandbox()
    try sandbox.initialize("repo", self == .sha256 ? ["--object-format=sha256"] : [], files: files)
    if self == .hooks {
      try sandbox.write("repo/.git/hooks/pre-commit", "#!/bin/sh\necho ran >&2\n", mode: 0o755)
    }
    return sandbox
  }

  func open(_ sandbox: GitSandbox) throws -> GitRepository {
    try sandbox.open("repo", self == .program ? .program : .library)
  }
}

/// Appends a line, as an edit of a `.gitignore` file does.
func appending(_ line: String, to path: FilePath) -> GitFileEdit {
  GitFileEdit(path) { ($0 ?? []) + Array("\(line)\n".utf8) }
}

func replacing(_ path: FilePath, with text: String?) -> GitFileEdit {
  GitFileEdit(path) { _ in text.map { Array($0.utf8) } }
}

@Suite struct CommitTests {
  @Test(arguments: Route.allCases)
  func commitsOnlyTheGivenFiles(_ route: Route) throws {
    let sandbox = try route.makeSandbox(["seed": "1", "other": "1"])
    let root = sandbox.root.appending("repo")
    try sandbox.write("repo/other", "2")
    try sandbox.write("repo/staged file", "new")
    try sandbox.git("add", ["other", "staged file"])
    try sandbox.write("repo/other", "3")
    try sandbox.write("repo/data/x.dvc", "outs\n")
    let report = try route.open(sandbox).commitOnly(
      [replacing(root.appending("data/x.dvc"), with: "outs\n")], message: "add x\n\n\n")
    #expect(report?.id == (try sandbox.hash("HEAD")))
    #expect(
      try sandbox.git("show", ["--format=%an <%ae>%n%B", "--name-status", "HEAD"])
        == "Test <test@example.com>\nadd x\n\n\nA\tdata/x.dvc\n")
    #expect(try sandbox.git("status", ["--porcelain"]) == "MM other\nA  \"staged file\"\n")
    #expect(try sandbox.git("show", [":other"]) == "2")
    #expect(try sandbox.git("reflog", ["-1", "--format=%gs"]) == "commit: add x\n")
    #expect(try sandbox.git("diff-files", ["--name-only"]) == "other\n")
  }

  @Test(arguments: Route.allCases)
  func leavesOtherEditsOfTheSameFilesAsTheyWere(_ route: Route) throws {
    let sandbox = try route.makeSandbox([".gitignore": "/one\n"])
    let path = sandbox.root.appending("repo/.gitignore")
    try sandbox.write("repo/.gitignore", "/one\n# staged\n")
    try sandbox.git("add", [".gitignore"])
    try sandbox.write("repo/.gitignore", "/one\n# staged\n# loose\n/ours\n")
    try route.open(sandbox).commitOnly([appending("/ours", to: path)], message: "m")
    #expect(try sandbox.git("show", ["HEAD:.gitignore"]) == "/one\n/ours\n")
    #expect(try sandbox.git("show", [":.gitignore"]) == "/one\n# staged\n/ours\n")
    #expect(sandbox.read("repo/.gitignore") == "/one\n# staged\n# loose\n/ours\n")
  }

  @Test(arguments: Route.allCases)
  func leavesUntrackedLinesOutOfANewFile(_ route: Route) throws {
    let sandbox = try route.makeSandbox()
    let path = sandbox.root.appending("repo/.gitignore")
    try sandbox.write("repo/.gitignore", "# mine\n/ours\n")
    try route.open(sandbox).commitOnly([appending("/ours", to: path)], message: "m")
    #expect(try sandbox.git("show", ["HEAD:.gitignore"]) == "/ours\n")
    #expect(try sandbox.git("status", ["--porcelain"]) == " M .gitignore\n")
  }

  @Test func makesSeveralEditsOfOneFile() throws {
    let sandbox = try Route.library.makeSandbox([".gitignore": "/a\n"])
    let path = sandbox.root.appending("repo/.gitignore")
    try sandbox.write("repo/.gitignore", "/a\n/b\n/c\n")
    try sandbox.open().commitOnly(
      [appending("/b", to: path), appending("/c", to: path)], message: "m")
    #expect(try sandbox.git("show", ["HEAD:.gitignore"]) == "/a\n/b\n/c\n")
    #expect(try sandbox.git("status", ["--porcelain"]).isEmpty)
  }

  @Test(arguments: Route.allCases)
  func makesTheFirstCommit(_ route: Route) throws {
    let sandbox = try route.makeSandbox([:])
    let root = sandbox.root.appending("repo")
    try sandbox.write("repo/x.dvc", "outs\n")
    try sandbox.write("repo/staged", "1")
    try sandbox.git("add", ["staged"])
    let repository = try route.open(sandbox)
    try repository.commitOnly([replacing(root.appending("x.dvc"), with: "outs\n")], message: "m")
    #expect(try sandbox.git("log", ["--format=%s", "--name-only"]) == "m\n\nx.dvc\n")
    #expect(try sandbox.git("status", ["--porcelain"]) == "A  staged\n")
  }

  @Test(arguments: Route.allCases)
  func removesAFileAndKeepsModes(_ route: Route) throws {
    let sandbox = try route.makeSandbox(["gone.dvc": "1", "run": "#!\n", "dir/only.dvc": "1"])
    let root = sandbox.root.appending("repo")
    try sandbox.git("update-index", ["--chmod=+x", "run"])
    try sandbox.git("commit", ["-q", "-m", "mode"])
    try sandbox.run(
      "/bin/rm", ["-r", root.appending("gone.dvc").string, root.appending("dir").string])
    try sandbox.write("repo/run", "#!x\n", mode: 0o755)
    try route.open(sandbox).commitOnly(
      [
        replacing(root.appending("gone.dvc"), with: nil),
        replacing(root.appending("dir/only.dvc"), with: nil),
        replacing(root.appending("run"), with: "#!x\n"),
      ], message: "m")
    #expect(
      try sandbox.git("ls-tree", ["-r", "--format=%(objectmode) %(path)", "HEAD"])
        == "100755 run\n")
    #expect(try sandbox.git("status", ["--porcelain"]).isEmpty)
  }

  @Test(arguments: Route.allCases)
  func commitsNothingWhenHeadHasIt(_ route: Route) throws {
    let sandbox = try route.makeSandbox(["x.dvc": "outs\n"])
    let before = try sandbox.hash("HEAD")
    let report = try route.open(sandbox).commitOnly(
      [replacing(sandbox.root.appending("repo/x.dvc"), with: "outs\n")], message: "m")
    #expect(report == nil)
    #expect(try sandbox.hash("HEAD") == before)
  }

  @Test(arguments: Route.allCases)
  func takesOddNamesAndMessages(_ route: Route) throws {
    let sandbox = try route.makeSandbox()
    let root = sandbox.root.appending("repo")
    let names = ["a b", "new\nline", "e\u{301}", "\u{e9}", ":(top)x", "\"q\"", "-n", "*"]
    let edits = names.map { replacing(root.appending($0), with: $0) }
    for name in names { try sandbox.write("repo/\(name)", name) }
    try route.open(sandbox).commitOnly(edits, message: "# not a comment\n\n-m 'é' \"$HOME\"")
    #expect(
      try sandbox.git("log", ["-1", "--format=%B"])
        == "# not a comment\n\n-m 'é' \"$HOME\"\n\n")
    #expect(try sandbox.git("status", ["--porcelain"]).isEmpty)
    let listed = try sandbox.git("diff-tree", ["-z", "--name-only", "-r", "HEAD~1", "HEAD"])
    #expect(listed.split(separator: "\0").count == names.count)
  }

  @Test(arguments: Route.allCases)
  func commitsOnADetachedHead(_ route: Route) throws {
    let sandbox = try route.makeSandbox()
    try sandbox.git("checkout", ["-q", "--detach"])
    let main = try sandbox.hash("main")
    try sandbox.write("repo/x.dvc", "1")
    try route.open(sandbox).commitOnly(
      [replacing(sandbox.root.appending("repo/x.dvc"), with: "1")], message: "m")
    #expect(try sandbox.hash("main") == main)
    #expect(try sandbox.hash("HEAD~1") == main)
  }

  @Test(arguments: Route.allCases)
  func commitsInALinkedWorktree(_ route: Route) throws {
    let sandbox = try route.makeSandbox()
    try sandbox.git("worktree", ["add", "-q", "../linked"])
    let main = try sandbox.hash("main")
    try sandbox.write("linked/x.dvc", "1")
    try sandbox.open("linked", route == .program ? .program : .library).commitOnly(
      [replacing(sandbox.root.appending("linked/x.dvc"), with: "1")], message: "m")
    #expect(try sandbox.hash("main") == main)
    #expect(try sandbox.hash("linked~1") == main)
    #expect(try sandbox.git("status", ["--porcelain"], in: "linked").isEmpty)
  }

  @Test(arguments: Route.allCases)
  func passesOverFilesOfASubmodule(_ route: Route) throws {
    let sandbox = try route.makeSandbox()
    let root = sandbox.root.appending("repo")
    let format = route == .sha256 ? ["--object-format=sha256"] : []
    try sandbox.initialize("repo/sub", format, files: ["a": "1"])
    let edits = ["sub/x.dvc", "y.dvc"].map { replacing(root.appending($0), with: "1") }
    try sandbox.write("repo/sub/x.dvc", "1")
    try sandbox.write("repo/y.dvc", "1")
    try route.open(sandbox).commitOnly(edits, message: "m")
    #expect(try sandbox.git("show", ["--format=", "--name-only", "HEAD"]) == "y.dvc\n")
  }

  @Test func leavesNoIndexOfItsOwnBehind() throws {
    let sandbox = try Route.hooks.makeSandbox()
    try sandbox.write("repo/x.dvc", "1")
    try sandbox.open().commitOnly(
      [replacing(sandbox.root.appending("repo/x.dvc"), with: "1")], message: "m")
    #expect(
      try !sandbox.run("/bin/ls", [sandbox.root.appending("repo/.git").string])
        .contains("cairn"))
  }
}
