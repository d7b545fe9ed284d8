import SystemPackage
import TestSupport
import Testing

@testable import Commands

@Suite struct RemoteCommandTests {
  private let fixture: CommandFixture

  init() async throws {
    fixture = try CommandFixture()
    await fixture.cairn("init -q --no-scm")
    try fixture.scratch.makeDirectory("sub")
  }

  @Test func addsListsAndSetsTheDefault() async throws {
    #expect(await fixture.cairn("remote add -d first /data/storage") == .success)
    #expect(await fixture.cairn("remote add second ../there", in: "sub") == .success)
    #expect(await fixture.cairn("remote list") == .success)
    #expect(
      fixture.out == """
        Setting 'first' as a default remote.
        first   /data/storage   (default)
        second  \(fixture.scratch.path)/there

        """)
    #expect(
      try fixture.scratch.read(".dvc/config") == """
        [core]
            no_scm = True
            remote = first
        ['remote "first"']
            url = /data/storage
        ['remote "second"']
            url = ../there

        """)
  }

  @Test func listsAsJSON() async {
    await fixture.cairn("remote add -qd first s3://bucket/key")
    await fixture.cairn("remote list --json")
    #expect(
      fixture.out
        == #"[{"name": "first", "url": "s3://bucket/key", "default": true}]"# + "\n")
  }

  @Test func replacesOnlyWhenForced() async {
    await fixture.cairn("remote add a /x")
    #expect(await fixture.cairn("remote add a /y") == .configuration)
    #expect(
      fixture.err
        == "ERROR: configuration error - config file error: remote 'a' already exists. Use `-f|--force` to overwrite it.\n"
    )
    #expect(await fixture.cairn("remote add -f a /y") == .success)
  }

  @Test func withoutADefaultThereIsNoSuccess() async {
    #expect(await fixture.cairn("remote default") == .failure)
    #expect(fixture.out == "No default remote set\n")
    #expect(fixture.err.isEmpty)
    #expect(await fixture.cairn("remote default nope") == .configuration)
  }

  @Test func setsAndUnsetsTheDefault() async {
    await fixture.cairn("remote add a /x")
    #expect(await fixture.cairn("remote default A") == .success)
    #expect(await fixture.cairn("remote default") == .success)
    #expect(await fixture.cairn("remote default -u") == .success)
    #expect(await fixture.cairn("remote default -q") == .failure)
    #expect(fixture.out == "a\n")
  }

  @Test func modifiesRenamesAndRemoves() async throws {
    await fixture.cairn("remote add a s3://bucket")
    #expect(await fixture.cairn("remote modify a bogus 1") == .configuration)
    #expect(await fixture.cairn("remote rename a b") == .success)
    #expect(await fixture.cairn("remote modify -u b profile") == .success)
    #expect(await fixture.cairn("remote modify --local b access_key_id me") == .success)
    let local = "['remote \"b\"']\n    access_key_id = me\n"
    #expect(try fixture.scratch.read(".dvc/config.local") == local)
    #expect(await fixture.cairn("remote remove --local b") == .success)
    #expect(await fixture.cairn("remote remove b") == .success)
    #expect(await fixture.cairn("remote remove b") == .configuration)
  }

  @Test func showsAndSetsTheCachesDirectory() async throws {
    #expect(await fixture.cairn("cache dir") == .success)
    #expect(await fixture.cairn("cache dir ../elsewhere", in: "sub") == .success)
    #expect(await fixture.cairn("cache dir") == .success)
    #expect(await fixture.cairn("cache dir -u") == .success)
    #expect(await fixture.cairn("cache dir -u") == .configuration)
    let root = fixture.scratch.path
    #expect(fixture.out == "\(root)/.dvc/cache\n\(root)/elsewhere\n")
  }
}
