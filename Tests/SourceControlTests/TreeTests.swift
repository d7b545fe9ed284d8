import Basics
import Dispatch
import Synchronization
import SystemPackage
import Testing

@testable import SourceControl

@Suite struct TreeTests {
  private func makeRepository() throws -> GitSandbox {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize(files: [
      "a.dvc": "outs:\n", "dir/b.dvc": "b", "dir/run.sh": "#!", "dir.txt": "t", "dir/sub/c": "c",
      "new\nline/é \"q\"": "odd", "e\u{301}": "nfd", "\u{e9}": "nfc",
    ])
    try sandbox.run("/bin/chmod", ["+x", root.appending("dir/run.sh").string])
    try sandbox.run("/bin/ln", ["-s", "a.dvc", root.appending("link").string])
    try sandbox.git("add", ["-A"])
    try sandbox.git("commit", ["-q", "-m", "more"])
    return sandbox
  }

  @Test(arguments: engines)
  func listsEveryFileInTheOrderOfBytes(_ engine: GitRepository.Engine) throws {
    let sandbox = try makeRepository()
    let repository = try sandbox.open("repo", engine)
    let files = try repository.tree(at: repository.resolve("HEAD")).files()
    let expected = try sandbox.git("ls-tree", ["-r", "-z", "--name-only", "HEAD"])
    #expect(files.map(\.path) == expected.split(separator: "\0").map { RelativePath(String($0)) })
    #expect(files.map(\.path) == files.map(\.path).sorted())
    let kinds = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.kind) })
    #expect(kinds[RelativePath("dir/run.sh")] == .executable)
    #expect(kinds[RelativePath("link")] == .symlink)
    #expect(kinds[RelativePath("a.dvc")] == .file)
    #expect(repository.engine == engine)
  }

  @Test(arguments: engines)
  func readsFilesByPath(_ engine: GitRepository.Engine) throws {
    let sandbox = try makeRepository()
    let repository = try sandbox.open("repo", engine)
    let tree = try repository.tree(at: repository.resolve("HEAD"))
    #expect(try tree.contents(of: RelativePath("dir/sub/c")) == Array("c".utf8))
    #expect(try tree.contents(of: RelativePath("new\nline/é \"q\"")) == Array("odd".utf8))
    #expect(try tree.contents(of: RelativePath("e\u{301}")) == Array("nfd".utf8))
    #expect(try tree.contents(of: RelativePath("\u{e9}")) == Array("nfc".utf8))
    for path in ["dir", "link", "nope", "dir/nope", "a.dvc/below"] {
      #expect(try tree.contents(of: RelativePath(path)) == nil, "\(path)")
    }
  }

  @Test(arguments: engines)
  func listsOneDirectory(_ engine: GitRepository.Engine) throws {
    let sandbox = try makeRepository()
    let repository = try sandbox.open("repo", engine)
    let tree = try repository.tree(at: repository.resolve("HEAD"))
    let children = try #require(try tree.children(of: RelativePath("dir")))
    #expect(children.map(\.path.string) == ["dir/b.dvc", "dir/run.sh", "dir/sub"])
    #expect(children.map(\.kind) == [.file, .executable, .directory])
    #expect(try tree.children(of: RelativePath("a.dvc")) == nil)
    #expect(try tree.children(of: RelativePath("nope")) == nil)
    #expect(try tree.children()?.contains { $0.path.string == "dir" } == true)
  }

  @Test(arguments: engines)
  func seesASubmoduleAsOneEntry(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize("inner", files: ["a": "1"])
    try sandbox.initialize(files: ["b": "1"])
    try sandbox.git("submodule", ["-q", "add", "../inner", "sub"])
    try sandbox.git("commit", ["-q", "-m", "submodule"])
    let repository = try sandbox.open("repo", engine)
    let files = try repository.tree(at: repository.resolve("HEAD")).files()
    #expect(files.map(\.path.string) == [".gitmodules", "b", "sub"])
    #expect(files.last?.kind == .submodule)
  }

  @Test(arguments: engines)
  func searchesManyTreesReadingEachDirectoryOnce(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: ["one/a.dvc": "1", "one/skip": "1", "two/b.dvc": "1"])
    try sandbox.commit(["two/b.dvc": "2"])
    let repository = try sandbox.open("repo", engine)
    var search = GitTreeSearch { $0.suffix(4).elementsEqual(".dvc".utf8) }
    let new = try search.files(in: repository.tree(at: repository.resolve("HEAD")))
    let old = try search.files(in: repository.tree(at: repository.resolve("HEAD~1")))
    #expect(new.map(\.path.string) == ["one/a.dvc", "two/b.dvc"])
    #expect(old.map(\.path.string) == ["one/a.dvc", "two/b.dvc"])
    #expect(new[0].id == old[0].id)
    #expect(try repository.blob(new[1].id) == Array("2".utf8))
    #expect(try repository.blob(old[1].id) == Array("1".utf8))
  }

  @Test(arguments: engines)
  func readsABareRepository(_ engine: GitRepository.Engine) throws {
    let sandbox = try makeRepository()
    try sandbox.git("clone", ["-q", "--bare", "repo", "bare.git"], in: "")
    let repository = try sandbox.open("bare.git", engine)
    let tree = try repository.tree(at: repository.resolve("main"))
    #expect(try tree.contents(of: RelativePath("dir/b.dvc")) == Array("b".utf8))
    expectError(.bareRepository) { _ = try repository.isIgnored([RelativePath("a")]) }
  }

  @Test(arguments: engines)
  func answersSeveralThreads(_ engine: GitRepository.Engine) throws {
    let sandbox = try makeRepository()
    let repository = try sandbox.open("repo", engine)
    let tree = try repository.tree(at: repository.resolve("HEAD"))
    let failures = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 40) { number in
      do {
        let contents = try tree.contents(of: RelativePath("dir/sub/c"))
        let tracked = try number % 8 > 0 || repository.isTracked([RelativePath("a.dvc")])[0]
        if contents != Array("c".utf8) || !tracked { failures.withLock { $0 += 1 } }
      } catch {
        failures.withLock { $0 += 1 }
      }
    }
    #expect(failures.withLock { $0 } == 0)
  }

  @Test(arguments: engines)
  func namesAMissingObject(_ engine: GitRepository.Engine) throws {
    let sandbox = try makeRepository()
    let repository = try sandbox.open("repo", engine)
    let id = try #require(GitObjectID(hex: String(repeating: "ab", count: 20)))
    #expect(throws: SourceControlError.self) { try repository.blob(id) }
    let commit = try repository.resolve("HEAD")
    expectError(.damagedObject) { _ = try repository.blob(commit) }
  }

  @Test(arguments: engines)
  func readsObjectsLargerThanAPipe(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    let text = String(repeating: "0123456789\n", count: 100_000)
    try sandbox.initialize(files: ["big": text, "small": "s"])
    let repository = try sandbox.open("repo", engine)
    let tree = try repository.tree(at: repository.resolve("HEAD"))
    #expect(try tree.contents(of: RelativePath("big")) == Array(text.utf8))
    #expect(try tree.contents(of: RelativePath("small")) == Array("s".utf8))
  }
}
