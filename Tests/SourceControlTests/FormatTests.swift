import Basics
import SystemPackage
import Testing

@testable import SourceControl

/// Repositories that libgit2 1.5 cannot, or must not, read.
enum OddFormat: CaseIterable, CustomTestStringConvertible {
  case sha256, partialClone, preciousObjects, worktreeConfig, splitIndex, sparseIndex

  var testDescription: String { "\(self)" }

  /// Makes `repo`, which has `a`, `dir/x.dvc` and a rule for `*.bin`.
  func makeSandbox() throws -> GitSandbox {
    let sandbox = try GitSandbox()
    let options = self == .sha256 ? ["--object-format=sha256"] : []
    try sandbox.initialize(
      "origin", options, files: ["a": "1", "dir/x.dvc": "x", ".gitignore": "*.bin\n"])
    try sandbox.commit(["a": "2"], in: "origin")
    try sandbox.git("config", ["uploadpack.allowFilter", "true"], in: "origin")
    let filter = self == .partialClone ? ["--filter=blob:none"] : []
    try sandbox.git(
      "clone", ["-q"] + filter + ["file://\(sandbox.root)/origin", "repo"], in: "")
    try prepare(sandbox)
    return sandbox
  }

  private func prepare(_ sandbox: GitSandbox) throws {
    switch self {
    case .sha256, .partialClone: break
    case .preciousObjects: try extend("preciousObjects", in: sandbox)
    case .worktreeConfig: try extend("worktreeConfig", in: sandbox)
    case .splitIndex: try sandbox.git("update-index", ["--split-index"])
    case .sparseIndex:
      try sandbox.git("sparse-checkout", ["set", "--cone", "--sparse-index", "dir"])
    }
  }

  private func extend(_ name: String, in sandbox: GitSandbox) throws {
    try sandbox.git("config", ["core.repositoryFormatVersion", "1"])
    try sandbox.git("config", ["extensions.\(name)", "true"])
  }
}

@Suite struct FormatTests {
  @Test(arguments: OddFormat.allCases)
  func answersThroughTheProgram(_ format: OddFormat) throws {
    let sandbox = try format.makeSandbox()
    let root = sandbox.root.appending("repo")
    let repository = try sandbox.open()
    #expect(try repository.isTracked(root.appending("dir")))
    #expect(try !repository.isTracked(root.appending("b")))
    #expect(try repository.isIgnored(root.appending("b.bin")))
    let first = try repository.resolve("HEAD~1")
    #expect(first == (try sandbox.hash("HEAD~1")))
    #expect(try repository.tree(at: first).contents(of: RelativePath("a")) == Array("1".utf8))
    #expect(try repository.allCommits().count == 2)
    #expect(try repository.branches().map(\.name) == ["main"])
    #expect(repository.engine == .program)
  }

  @Test(arguments: OddFormat.allCases)
  func stagesAndCommits(_ format: OddFormat) throws {
    let sandbox = try format.makeSandbox()
    let root = sandbox.root.appending("repo")
    let repository = try sandbox.open()
    try sandbox.write("repo/dir/new", "1")
    try repository.stage([root.appending("dir/new")])
    #expect(try sandbox.git("diff", ["--cached", "--name-only"]) == "dir/new\n")
    try sandbox.write("repo/dir/y.dvc", "y")
    try repository.commitOnly([replacing(root.appending("dir/y.dvc"), with: "y")], message: "m")
    #expect(try sandbox.git("show", ["--format=%s", "--name-only", "HEAD"]) == "m\n\ndir/y.dvc\n")
    #expect(try sandbox.git("status", ["--porcelain"]) == "A  dir/new\n")
  }

  @Test(arguments: ["relativeWorktrees", "refStorage"])
  func showsWhatGitItselfRefuses(_ name: String) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["a": "1"])
    try sandbox.write(
      "old git/git", "#!/bin/sh\necho 'fatal: unknown repository extension' >&2; exit 128\n",
      mode: 0o755)
    try sandbox.git("config", ["core.repositoryFormatVersion", "1"])
    try sandbox.git("config", ["extensions.\(name)", "reftable"])
    let root = sandbox.root.appending("repo")
    let environment = sandbox.environment.merging(["PATH": "\(sandbox.root)/old git"]) { $1 }
    let error = #expect(throws: SourceControlError.self) {
      try GitRepository.open(at: root, environment: environment)
    }
    #expect(error?.code == .programFailed)
    #expect(error?.userError.causes == ["fatal: unknown repository extension"])
  }

  @Test(arguments: [OddFormat.sha256, .worktreeConfig, .splitIndex])
  func saysThatTheProgramIsMissing(_ format: OddFormat) throws {
    let sandbox = try format.makeSandbox()
    let root = sandbox.root.appending("repo")
    let environment = sandbox.environment.merging(["PATH": "/nowhere"]) { $1 }
    let error = #expect(throws: SourceControlError.self) {
      try GitRepository.open(at: root, environment: environment)?.isTracked(root.appending("a"))
    }
    #expect(error?.code == .programMissing)
    #expect(error?.userError.hints.contains { $0.contains("apt-get install git") } == true)
  }

  @Test func worksWithoutTheProgramWhereLibraryCan() throws {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize(files: ["a": "1"])
    let environment = sandbox.environment.merging(["PATH": "/nowhere"]) { $1 }
    let repository = try #require(try GitRepository.open(at: root, environment: environment))
    try sandbox.write("repo/x.dvc", "x")
    try repository.stage([root.appending("x.dvc")])
    try repository.commitOnly([replacing(root.appending("x.dvc"), with: "x")], message: "m")
    #expect(try sandbox.git("show", ["--format=%s", "--name-only", "HEAD"]) == "m\n\nx.dvc\n")
  }

  @Test func readsConfigurationGivenForOneCommand() throws {
    let sandbox = try GitSandbox([
      "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.excludesFile",
      "GIT_CONFIG_VALUE_0": "rules",
    ])
    let root = try sandbox.initialize(files: ["rules": "secret\n"])
    #expect(try sandbox.open().isIgnored(root.appending("secret")))
  }

  @Test func keepsASparseCheckoutSparse() throws {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize(files: ["in/a": "1", "out/b": "1"])
    try sandbox.git("sparse-checkout", ["set", "--no-cone", "in/"])
    try sandbox.git("config", ["--unset", "extensions.worktreeConfig"])
    try sandbox.git("config", ["core.sparseCheckout", "true"])
    let repository = try sandbox.open()
    try sandbox.write("repo/in/x.dvc", "x")
    try repository.stage([root.appending("in/x.dvc")])
    try repository.commitOnly([replacing(root.appending("in/x.dvc"), with: "x")], message: "m")
    #expect(repository.engine == .library)
    #expect(try sandbox.git("status", ["--porcelain"]).isEmpty)
    #expect(try sandbox.git("ls-files", ["-t"]) == "H in/a\nH in/x.dvc\nS out/b\n")
    #expect(try sandbox.git("ls-tree", ["-r", "--name-only", "HEAD"]).contains("out/b"))
  }
}
