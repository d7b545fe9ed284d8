import Basics
import SystemPackage
import Testing

@testable import SourceControl

@Suite struct StageTests {
  @Test(arguments: engines)
  func stagesNewChangedAndRemovedFiles(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize(files: [
      "changed": "1", "gone": "1", "other": "1", ".gitignore": "ignored\n",
    ])
    try sandbox.write("repo/changed", "2")
    try sandbox.write("repo/other", "2")
    try sandbox.write("repo/sub/new file\n", "1")
    try sandbox.write("repo/ignored", "1")
    try sandbox.run("/bin/rm", [root.appending("gone").string])
    let repository = try sandbox.open("repo", engine)
    try repository.stage(
      ["changed", "gone", "sub/new file\n", "ignored", "never there"].map { root.appending($0) })
    let staged = try sandbox.git("diff", ["--cached", "--no-renames", "--name-status"])
    #expect(staged == "M\tchanged\nD\tgone\nA\tignored\nA\t\"sub/new file\\n\"\n")
    #expect(try sandbox.git("diff", ["--name-only"]) == "other\n")
    #expect(repository.engine == engine)
  }

  @Test(arguments: engines)
  func leavesSubmodulesAndNestedRepositoriesAlone(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize("inner", files: ["a": "1"])
    let root = try sandbox.initialize(files: ["b": "1"])
    try sandbox.git("submodule", ["-q", "add", "../inner", "sub"])
    try sandbox.git("commit", ["-q", "-m", "submodule"])
    try sandbox.write("repo/sub/new", "1")
    try sandbox.write("repo/b", "2")
    try sandbox.open("repo", engine).stage([root.appending("sub/new"), root.appending("b")])
    #expect(try sandbox.git("diff", ["--cached", "--name-only"]) == "b\n")
    #expect(try sandbox.git("diff", ["--cached", "--name-only"], in: "repo/sub").isEmpty)
  }

  @Test(arguments: engines)
  func stagesInALinkedWorktree(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1"])
    try sandbox.git("worktree", ["add", "-q", "../linked"])
    try sandbox.write("linked/new", "1")
    try sandbox.open("linked", engine).stage([sandbox.root.appending("linked/new")])
    #expect(try sandbox.git("diff", ["--cached", "--name-only"], in: "linked") == "new\n")
    #expect(try sandbox.git("diff", ["--cached", "--name-only"]).isEmpty)
  }

  @Test(arguments: engines)
  func refusesAPathBeyondASymbolicLinkOrOutside(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize(files: ["dir/a": "1"])
    try sandbox.run("/bin/ln", ["-s", "dir", root.appending("link").string])
    let repository = try sandbox.open("repo", engine)
    expectError(.beyondSymbolicLink) { try repository.stage([root.appending("link/a")]) }
    expectError(.outsideWorkTree) { try repository.stage([sandbox.root.appending("else")]) }
  }

  @Test(arguments: engines)
  func saysThatTheIndexIsLocked(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize(files: ["a": "1"])
    try sandbox.write("repo/.git/index.lock", "")
    let repository = try sandbox.open("repo", engine)
    try sandbox.write("repo/a", "2")
    expectError(.indexLocked, subject: root.appending(".git/index.lock").string) {
      try repository.stage([root.appending("a")])
    }
  }

  @Test func runsFilterProgramsThroughGit() throws {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize(files: [".gitattributes": "*.up filter=up\n"])
    try sandbox.git("config", ["filter.up.clean", "tr a-z A-Z"])
    try sandbox.write("repo/x.up", "loud")
    let repository = try sandbox.open()
    try repository.stage([root.appending("x.up")])
    #expect(try sandbox.git("show", [":x.up"]) == "LOUD")
    #expect(repository.engine == .program)
  }

  @Test func convertsLineEndsAsConfigured() throws {
    for engine in engines {
      let sandbox = try GitSandbox()
      let root = try sandbox.initialize(files: [".gitattributes": "*.txt text\n"])
      try sandbox.write("repo/x.txt", "1\r\n2\r\n")
      try sandbox.open("repo", engine).stage([root.appending("x.txt")])
      #expect(try sandbox.git("show", [":x.txt"]) == "1\n2\n")
    }
  }
}

@Suite struct TrackedTests {
  @Test(arguments: engines)
  func knowsFilesAndWhatLiesBelowDirectories(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1", "dir/sub/b": "1", "dir-x": "1", "ö/ü": "1"])
    try sandbox.write("repo/staged", "1")
    try sandbox.git("add", ["staged"])
    try sandbox.write("repo/loose", "1")
    let expected: [(String, Bool)] = [
      ("a", true), ("dir", true), ("dir/sub", true), ("dir/sub/b", true), ("di", false),
      ("dir-x", true), ("a/b", false), ("staged", true), ("loose", false), ("ö/ü", true),
      ("", true), ("*", false), ("dir/su", false),
    ]
    let repository = try sandbox.open("repo", engine)
    let paths = expected.map { RelativePath($0.0) }
    #expect(try repository.isTracked(paths) == expected.map(\.1))
    #expect(repository.engine == engine)
  }

  @Test(arguments: engines)
  func answersForManyPathsAtOnce(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["dir/deep/1": "1", "7": "1", "-x": "1"])
    let names = (0..<200).map { "\($0)" } + ["dir", "dir/deep", "-x", ":7"]
    let verdicts = try sandbox.open("repo", engine).isTracked(names.map { RelativePath($0) })
    let tracked = zip(names, verdicts).filter(\.1).map(\.0)
    #expect(tracked == ["7", "dir", "dir/deep", "-x"])
  }

  @Test(arguments: engines)
  func tracksNothingBeforeTheFirstCommit(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize()
    let repository = try sandbox.open("repo", engine)
    #expect(try !repository.isTracked(root.appending("a")))
    #expect(try !repository.isTracked(root))
  }

  @Test(arguments: engines)
  func countsFilesInConflict(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize(files: ["a": "1"])
    try sandbox.git("checkout", ["-q", "-b", "other"])
    try sandbox.commit(["a": "2"])
    try sandbox.git("checkout", ["-q", "main"])
    try sandbox.commit(["a": "3"])
    try sandbox.gitFails("merge", ["-q", "other"])
    #expect(try sandbox.open("repo", engine).isTracked(root.appending("a")))
  }

  @Test(arguments: engines)
  func countsFilesThatASparseCheckoutLeftOut(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize(files: ["in/a": "1", "out/b": "1"])
    try sandbox.git("sparse-checkout", ["set", "--no-cone", "in/"])
    #expect(try sandbox.open("repo", engine).isTracked(root.appending("out/b")))
  }
}

/// Expects `body` to throw a Git error of this kind.
func expectError(
  _ code: SourceControlError.Code, subject: String? = nil,
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) {
  let error = #expect(
    throws: SourceControlError.self, sourceLocation: sourceLocation, performing: body)
  #expect(error?.code == code, sourceLocation: sourceLocation)
  if let subject { #expect(error?.subject == subject, sourceLocation: sourceLocation) }
}

@Suite struct ChangeTests {
  @Test(arguments: engines)
  func noticesWhatGitWouldCommitOrStage(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1", ".gitignore": "ignored\n"])
    let repository = try sandbox.open("repo", engine)
    try sandbox.write("repo/untracked", "1")
    try sandbox.write("repo/ignored", "1")
    #expect(try !repository.hasChanges())
    try sandbox.write("repo/a", "changed")
    #expect(try repository.hasChanges())
    try sandbox.git("commit", ["-q", "-a", "-m", "changed"])
    #expect(try !repository.hasChanges())
    try sandbox.git("add", ["untracked"])
    #expect(try repository.hasChanges())
  }

  @Test(arguments: engines)
  func everythingStagedIsAChangeBeforeTheFirstCommit(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize()
    try sandbox.write("repo/a", "1")
    let repository = try sandbox.open("repo", engine)
    #expect(try !repository.hasChanges())
    try sandbox.git("add", ["a"])
    #expect(try repository.hasChanges())
  }
}
