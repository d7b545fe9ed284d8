import SystemPackage
import Testing

@testable import SourceControl

@Suite struct GitDirectoryTests {
  @Test func findsTheRepositoryAroundASubdirectory() throws {
    let sandbox = try GitSandbox()
    let repository = try sandbox.initialize(files: ["deep/er/file": "x"])
    let found = try #require(GitDirectory.find(from: repository.appending("deep/er")))
    #expect(found.workTree == repository)
    #expect(found.gitDirectory == repository.appending(".git"))
    #expect(found.commonDirectory == repository.appending(".git"))
    #expect(found.hooksDirectory == repository.appending(".git/hooks"))
  }

  @Test func findsNothingOutsideOfARepository() throws {
    let sandbox = try GitSandbox()
    #expect(GitDirectory.find(from: sandbox.root) == nil)
    #expect(try GitRepository.open(at: sandbox.root, environment: sandbox.environment) == nil)
  }

  @Test func passesOverADotGitDirectoryThatIsNoRepository() throws {
    let sandbox = try GitSandbox()
    let repository = try sandbox.initialize()
    try sandbox.write("repo/sub/.git/something", "")
    #expect(GitDirectory.find(from: repository.appending("sub"))?.workTree == repository)
  }

  @Test func findsALinkedWorktree() throws {
    let sandbox = try GitSandbox()
    let repository = try sandbox.initialize(files: ["a": "1"])
    try sandbox.git("worktree", ["add", "-q", "../linked"])
    let found = try #require(GitDirectory.find(from: sandbox.root.appending("linked")))
    #expect(found.workTree == sandbox.root.appending("linked"))
    #expect(found.gitDirectory == repository.appending(".git/worktrees/linked"))
    #expect(found.hooksDirectory == repository.appending(".git/hooks"))
    #expect(found.headBranchName == "linked")
  }

  @Test func findsASubmodule() throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize("inner", files: ["a": "1"])
    let outer = try sandbox.initialize(files: ["b": "1"])
    try sandbox.git("submodule", ["-q", "add", "../inner", "sub"])
    let found = try #require(GitDirectory.find(from: outer.appending("sub")))
    #expect(found.workTree == outer.appending("sub"))
    #expect(found.gitDirectory == outer.appending(".git/modules/sub"))
  }

  @Test func findsABareRepository() throws {
    let sandbox = try GitSandbox()
    let bare = try sandbox.initialize("bare.git", ["--bare"])
    let found = try #require(GitDirectory.find(from: bare))
    #expect(found.workTree == nil)
    #expect(found.gitDirectory == bare)
  }

  @Test func refusesALinkToNowhere() throws {
    let sandbox = try GitSandbox()
    let repository = try sandbox.initialize()
    try sandbox.write("repo/sub/.git", "gitdir: ../gone\n")
    #expect(GitDirectory.find(from: repository.appending("sub")) == nil)
  }

  @Test func namesTheBranchThatIsCheckedOut() throws {
    let sandbox = try GitSandbox()
    let repository = try sandbox.initialize()
    let directory = try #require(GitDirectory.find(from: repository))
    #expect(directory.headBranchName == "main")
    try sandbox.commit(["a": "1"])
    try sandbox.git("checkout", ["-q", "-b", "topic/é"])
    #expect(directory.headBranchName == "topic/é")
    try sandbox.git("checkout", ["-q", "--detach"])
    #expect(directory.headBranchName == nil)
  }

  @Test func knowsAShallowClone() throws {
    let sandbox = try GitSandbox()
    let repository = try sandbox.initialize(files: ["a": "1"])
    try sandbox.commit(["a": "2"])
    try sandbox.git("clone", ["-q", "--depth", "1", "file://\(repository)", "clone"], in: "")
    #expect(GitDirectory.find(from: repository)?.isShallow == false)
    #expect(GitDirectory.find(from: sandbox.root.appending("clone"))?.isShallow == true)
  }
}
