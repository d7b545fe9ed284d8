import SystemPackage
import Testing

@testable import SourceControl

@Suite struct RevisionTests {
  @Test(arguments: engines)
  func resolvesGitsOwnSyntax(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1"])
    let first = try sandbox.hash("HEAD")
    try sandbox.git("tag", ["-a", "-m", "a tag", "v1"])
    try sandbox.commit(["a": "2"], message: "second")
    let second = try sandbox.hash("HEAD")
    let repository = try sandbox.open("repo", engine)
    for name in ["HEAD~1", "v1", "v1^{}", "main^", first.hex, String(first.hex.prefix(10))] {
      #expect(try repository.resolve(name) == first, "\(name)")
    }
    for name in ["HEAD", "main", "refs/heads/main", "@", ":/second"] {
      #expect(try repository.resolve(name) == second, "\(name)")
    }
    #expect(try repository.head == second)
    #expect(repository.engine == engine)
  }

  @Test(arguments: engines)
  func refusesWhatIsNoCommit(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1"])
    try sandbox.git("tag", ["onlyTree", "HEAD^{tree}"])
    let repository = try sandbox.open("repo", engine)
    for name in [
      "nope", "HEAD~1", "onlyTree", "HEAD:a", "", "-h", "--all", "new\nline", "a..b", "é",
      "0000000000000000000000000000000000000000", "^HEAD",
    ] {
      expectError(.unknownRevision, subject: name) { _ = try repository.resolve(name) }
    }
    #expect(repository.engine == engine)
  }

  @Test(arguments: engines)
  func hasNoHeadBeforeTheFirstCommit(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize()
    let repository = try sandbox.open("repo", engine)
    #expect(try repository.head == nil)
    #expect(try repository.branches().isEmpty)
    #expect(try repository.allCommits().isEmpty)
    expectError(.unknownRevision) { _ = try repository.resolve("HEAD") }
  }

  @Test(arguments: engines)
  func findsABranchThatOnlyARemoteHas(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize("origin", files: ["a": "1"])
    try sandbox.git("checkout", ["-q", "-b", "team/side"], in: "origin")
    try sandbox.commit(["a": "2"], in: "origin")
    let side = try sandbox.hash("HEAD", in: "origin")
    try sandbox.git("checkout", ["-q", "main"], in: "origin")
    try sandbox.git("clone", ["-q", "origin", "repo"], in: "")
    let repository = try sandbox.open("repo", engine)
    #expect(try repository.resolve("team/side") == side)
    expectError(.unknownRevision) { _ = try repository.resolve("side") }
    try sandbox.git("update-ref", ["refs/remotes/other/team/side", "main"])
    expectError(.ambiguousRevision) { _ = try repository.resolve("team/side") }
  }

  @Test(arguments: engines)
  func listsBranchesAndTags(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1"])
    try sandbox.git("branch", ["topic/é"])
    try sandbox.git("tag", ["light"])
    try sandbox.git("tag", ["-a", "-m", "m", "heavy"])
    try sandbox.git("tag", ["-a", "-m", "m", "heavier", "heavy"])
    try sandbox.git("tag", ["blob", "HEAD:a"])
    try sandbox.git("pack-refs", ["--all"])
    let commit = try sandbox.hash("HEAD")
    let repository = try sandbox.open("repo", engine)
    let branches = try repository.branches()
    #expect(branches.map(\.name) == ["main", "topic/é"])
    let tags = try repository.tags()
    #expect(tags.map(\.name) == ["heavier", "heavy", "light"])
    #expect((branches + tags).allSatisfy { $0.target == commit })
  }

  @Test(arguments: engines)
  func listsAllCommitsThatBranchesTagsAndHeadLeadTo(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1"])
    var expected: Set = [try sandbox.hash("HEAD")]
    for reference in ["refs/tags/t", "refs/remotes/origin/b", "refs/exps/ab/cd", "HEAD"] {
      try sandbox.git("checkout", ["-q", "--detach", "main"])
      try sandbox.commit(["a": reference])
      let commit = try sandbox.hash("HEAD")
      if reference != "HEAD" { try sandbox.git("update-ref", [reference, "HEAD"]) }
      if reference != "refs/exps/ab/cd" { expected.insert(commit) }
    }
    let found = try sandbox.open("repo", engine).allCommits()
    #expect(Set(found) == expected)
    #expect(found.count == expected.count)
  }

  @Test(arguments: engines)
  func stopsWhereAShallowCloneWasCutOff(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    let origin = try sandbox.initialize("origin", files: ["a": "1"])
    for text in ["2", "3"] { try sandbox.commit(["a": text], in: "origin") }
    try sandbox.git("clone", ["-q", "--depth", "2", "file://\(origin)", "repo"], in: "")
    let repository = try sandbox.open("repo", engine)
    #expect(repository.isShallow)
    let commits = try repository.allCommits()
    #expect(commits == [try sandbox.hash("HEAD"), try sandbox.hash("HEAD~1")])
    #expect(try repository.commit(commits[1]).parents.isEmpty)
    expectError(.unknownRevision) { _ = try repository.resolve("HEAD~2") }
  }

  @Test(arguments: engines)
  func readsACommit(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox([
      "GIT_COMMITTER_DATE": "1700000000 +0100", "GIT_AUTHOR_DATE": "1600000000 +0000",
    ])
    try sandbox.initialize(files: ["a": "1"])
    try sandbox.commit(["a": "2"], message: "subject\n\nbody: é")
    let repository = try sandbox.open("repo", engine)
    let commit = try repository.commit(try sandbox.hash("HEAD"))
    #expect(commit.message == "subject\n\nbody: é\n")
    #expect(commit.time == 1_700_000_000)
    #expect(commit.parents == [try sandbox.hash("HEAD~1")])
    #expect(commit.tree == (try sandbox.hash("HEAD^{tree}")))
  }
}

extension GitSandbox {
  func hash(_ revision: String, in name: String = "repo") throws -> GitObjectID {
    let text = try git("rev-parse", [revision], in: name)
    return try #require(GitObjectID(hex: text.trimmingTrailingNewlines))
  }
}
