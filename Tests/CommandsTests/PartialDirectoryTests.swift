import Basics
import FileAccess
import Formats
import SystemPackage
import TestSupport
import Testing

@testable import Commands

/// A directory of which only a part was brought here: the rest is absent, not deleted.
@Suite struct PartialDirectoryTests {
  private let fixture: CommandFixture
  private let whole: TreeObject

  /// Two of four files of `data` are here.
  init() async throws {
    fixture = try CommandFixture()
    for name in ["a/1", "a/2", "b/1", "b/2"] {
      try fixture.scratch.write(name, to: "p/data/\(name)")
    }
    for words in [
      "init -q --no-scm", "remote add -q -d s \(fixture.scratch.path)/storage", "add -q data",
      "push -q",
    ] {
      #expect(await fixture.cairn(words, in: "p") == .success, "\(fixture.err)")
    }
    whole = try Self.tree(fixture)
    for path in ["p/data", "p/.dvc/cache", "p/.dvc/tmp"] {
      try removeTree(fixture.scratch.path.appending(path))
    }
    #expect(await fixture.cairn("pull -q data/a", in: "p") == .success, "\(fixture.err)")
  }

  /// The tree that the pointer file names.
  private static func tree(_ fixture: CommandFixture) throws -> TreeObject {
    let pointer = try PointerFile(
      parsing: Array(try fixture.scratch.read("p/data.dvc").utf8), path: "data.dvc")
    let id = try #require(pointer.outs.first?.content.hash?.value)
    return try TreeObject(
      parsing: Array(
        try fixture.scratch.read("p/.dvc/cache/files/md5/\(id.prefix(2))/\(id.dropFirst(2))").utf8))
  }

  private func paths(_ tree: TreeObject) -> [String] {
    tree.paths.indices.map { tree.paths.path($0).string }
  }

  @Test func statusFindsNothingChanged() async throws {
    #expect(await fixture.cairn("status", in: "p") == .success)
    #expect(fixture.out.hasSuffix("Data and pipelines are up to date.\n"), "\(fixture.out)")
  }

  @Test func addKeepsWhatNeverWasHere() async throws {
    try fixture.scratch.write("new", to: "p/data/a/3")
    #expect(await fixture.cairn("add -q data", in: "p") == .success, "\(fixture.err)")
    #expect(paths(try Self.tree(fixture)) == ["a/1", "a/2", "a/3", "b/1", "b/2"])
  }

  @Test func commitKeepsItToo() async throws {
    try removeFile(fixture.scratch.path.appending("p/data/a/1"))
    #expect(await fixture.cairn("commit -q -f", in: "p") == .success, "\(fixture.err)")
    #expect(paths(try Self.tree(fixture)) == ["a/2", "b/1", "b/2"])
  }

  @Test func addOfAllThatIsHereIsTheSameDirectory() async throws {
    #expect(await fixture.cairn("add -q data", in: "p") == .success, "\(fixture.err)")
    #expect(try Self.tree(fixture) == whole)
  }

  @Test func pullOfTheRestMakesItWhole() async throws {
    #expect(await fixture.cairn("pull -q", in: "p") == .success, "\(fixture.err)")
    #expect(try fixture.scratch.read("p/data/b/2") == "b/2")
    try removeFile(fixture.scratch.path.appending("p/data/b/2"))
    #expect(await fixture.cairn("add -q data", in: "p") == .success, "\(fixture.err)")
    #expect(paths(try Self.tree(fixture)) == ["a/1", "a/2", "b/1"])
  }
}
