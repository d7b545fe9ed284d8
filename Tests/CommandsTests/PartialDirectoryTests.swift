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

  @Test func whatCameAndWentIsDeleted() async throws {
    try fixture.scratch.write("new", to: "p/data/b/3")
    #expect(await fixture.cairn("add -q data", in: "p") == .success, "\(fixture.err)")
    #expect(paths(try Self.tree(fixture)) == ["a/1", "a/2", "b/1", "b/2", "b/3"])
    try removeFile(fixture.scratch.path.appending("p/data/b/3"))
    #expect(await fixture.cairn("data status --granular", in: "p") == .success)
    #expect(fixture.out.contains("deleted: data/b/3\n"), "\(fixture.out)")
    #expect(await fixture.cairn("add -q data", in: "p") == .success, "\(fixture.err)")
    #expect(try Self.tree(fixture) == whole)
  }

  @Test func addOfAPartKeepsWhatIsAbsentInIt() async throws {
    #expect(await fixture.cairn("pull -q data/b/1", in: "p") == .success, "\(fixture.err)")
    try fixture.scratch.write("new", to: "p/data/b/3")
    #expect(await fixture.cairn("add -q data/b", in: "p") == .success, "\(fixture.err)")
    #expect(paths(try Self.tree(fixture)) == ["a/1", "a/2", "b/1", "b/2", "b/3"])
    #expect(await fixture.cairn("status", in: "p") == .success)
    #expect(fixture.out.hasSuffix("Data and pipelines are up to date.\n"), "\(fixture.out)")
  }

  @Test func checkoutRestoresWhatIsInTheCacheAndTellsTheRest() async throws {
    try removeFile(fixture.scratch.path.appending("p/data/a/1"))
    #expect(await fixture.cairn("fetch -q data/b/1", in: "p") == .success, "\(fixture.err)")
    #expect(await fixture.cairn("checkout", in: "p") == .success, "\(fixture.err)")
    #expect(
      fixture.err.hasSuffix("1 file is left out (`cairn pull data` fetches it).\n"),
      "\(fixture.err)")
    #expect(try fixture.files(below: "p/data") == ["a/1", "a/2", "b/1"])
    #expect(await fixture.cairn("status", in: "p") == .success)
    #expect(fixture.out.hasSuffix("Data and pipelines are up to date.\n"), "\(fixture.out)")
  }

  @Test func pushCountsOnTheRemoteForWhatIsAbsent() async throws {
    try fixture.scratch.write("new", to: "p/data/a/3")
    #expect(await fixture.cairn("add -q data", in: "p") == .success, "\(fixture.err)")
    #expect(await fixture.cairn("push", in: "p") == .success, "\(fixture.err)")
    #expect(fixture.out.hasSuffix("2 files pushed\n"), "\(fixture.out)")
    // b/2 is gone from the remote, and nobody here can help.
    for object in try fixture.files(below: "storage")
    where try fixture.scratch.read("storage/\(object)") == "b/2" {
      try removeFile(fixture.scratch.path.appending("storage/\(object)"))
    }
    try fixture.scratch.write("newer", to: "p/data/a/3")
    #expect(await fixture.cairn("add -q data", in: "p") == .success, "\(fixture.err)")
    #expect(await fixture.cairn("push --recheck", in: "p") == .failure)
    #expect(fixture.err.contains("missing: data/b/2\n"), "\(fixture.err)")
  }

  @Test func aRecordThatIsLostTakesNoDataWithIt() async throws {
    try removeTree(fixture.scratch.path.appending("p/.dvc/tmp"))
    #expect(await fixture.cairn("status", in: "p") == .success)
    #expect(fixture.out.contains("not in cache:       data\n"), "\(fixture.out)")
    try fixture.scratch.write("new", to: "p/data/a/3")
    try removeFile(fixture.scratch.path.appending("p/data/a/2"))
    #expect(await fixture.cairn("add data", in: "p") == .success, "\(fixture.err)")
    #expect(
      fixture.err.contains(
        "WARNING: 2 file(s) of 'data' are neither here nor in the cache; they stay recorded."),
      "\(fixture.err)")
    #expect(paths(try Self.tree(fixture)) == ["a/1", "a/3", "b/1", "b/2"])
    #expect(await fixture.cairn("status", in: "p") == .success)
    #expect(fixture.out.hasSuffix("Data and pipelines are up to date.\n"), "\(fixture.out)")
  }

  @Test func aDamagedListKeepsNobodyFromRecordingANewOne() async throws {
    #expect(await fixture.cairn("pull -q", in: "p") == .success, "\(fixture.err)")
    let objects = "p/.dvc/cache/files/md5"
    let name = try #require(fixture.files(below: objects).first { $0.hasSuffix(".dir") })
    let list = "\(objects)/\(name)"
    try removeFile(fixture.scratch.path.appending(list))
    try fixture.scratch.write("[{", to: list, mode: 0o444)
    try fixture.scratch.write("new", to: "p/data/new")
    #expect(await fixture.cairn("add -q data", in: "p") == .success, "\(fixture.err)")
    #expect(paths(try Self.tree(fixture)) == ["a/1", "a/2", "b/1", "b/2", "new"])
  }

  @Test func garbageCollectionLeavesWhatIsAbsentOnTheRemote() async throws {
    #expect(await fixture.cairn("gc -w -c -f", in: "p") == .success, "\(fixture.err)")
    #expect(await fixture.cairn("pull -q", in: "p") == .success, "\(fixture.err)")
    #expect(try fixture.scratch.read("p/data/b/2") == "b/2")
  }

  @Test func whatIsAbsentIsNotDeletedFromTheCache() async throws {
    #expect(await fixture.cairn("status -c", in: "p") == .success, "\(fixture.err)")
    #expect(fixture.out.hasSuffix("Cache and remote 's' are in sync.\n"), "\(fixture.out)")
    // What was here, and what nobody has, is told as ever.
    for place in ["p/.dvc/cache", "storage"] {
      for object in try fixture.files(below: place)
      where ["a/1", "b/1"].contains(try fixture.scratch.read("\(place)/\(object)")) {
        if place == "storage", try fixture.scratch.read("\(place)/\(object)") == "a/1" { continue }
        try removeFile(fixture.scratch.path.appending("\(place)/\(object)"))
      }
    }
    #expect(await fixture.cairn("status -c", in: "p") == .success, "\(fixture.err)")
    #expect(
      fixture.out.hasSuffix(
        "\tdeleted:            data/a/1\n\tmissing:            data/b/1\n"), "\(fixture.out)")
  }

  /// The list of the other version is read from the remote.
  @Test func whatIsAbsentOfAnotherVersionIsNotDeleted() async throws {
    let config = try fixture.scratch.read("p/.dvc/config")
    #expect(await fixture.cairn("init -q --no-scm", in: "q") == .success, "\(fixture.err)")
    try fixture.scratch.write(config, to: "q/.dvc/config")
    try fixture.scratch.write(try fixture.scratch.read("p/data.dvc"), to: "q/data.dvc")
    #expect(await fixture.cairn("pull -q", in: "q") == .success, "\(fixture.err)")
    try fixture.scratch.write("b/3", to: "q/data/b/3")
    #expect(await fixture.cairn("add -q data", in: "q") == .success, "\(fixture.err)")
    #expect(await fixture.cairn("push -q", in: "q") == .success, "\(fixture.err)")

    try fixture.scratch.write(try fixture.scratch.read("q/data.dvc"), to: "p/data.dvc")
    #expect(await fixture.cairn("data status --granular", in: "p") == .success)
    #expect(!fixture.out.contains("deleted:"), "\(fixture.out)")
  }
}
