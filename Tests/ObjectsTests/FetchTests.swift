import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SystemPackage
import Transports
import TestSupport
import Testing

@Suite struct FetchTests {
  private func pushed(_ files: [String: String]) async throws -> (CacheFixture, TreeObject) {
    let fixture = try CacheFixture()
    let tree = try fixture.store(files)
    _ = try await Push(from: fixture.cache, to: fixture.store).run(fixture.needed(tree))
    return (fixture, tree)
  }

  @Test func bringsTreesAndTheirFiles() async throws {
    let (source, tree) = try await pushed(["a": "1", "b": "2"])
    let target = try CacheFixture()
    let report = try await Fetch(from: source.store, to: target.cache).run(source.needed(tree))
    #expect(Set(report.transferred) == [object("1"), object("2"), tree.id])
    #expect(try target.cache.tree(tree.id) == tree)
    let status = try FileStatus(at: target.cache.path(object("1")))
    #expect(status.permissions == 0o444)
    let again = try await Fetch(from: source.store, to: target.reopened).run(source.needed(tree))
    #expect(again.transferred.isEmpty)
  }

  @Test func bringsTheRestWhenAnObjectIsMissing() async throws {
    let (source, tree) = try await pushed(["a": "1", "b": "2"])
    _ = await source.remote.delete([source.store.key(object("1"))])
    let target = try CacheFixture()
    let report = try await Fetch(from: source.store, to: target.cache).run(source.needed(tree))
    #expect(report.failed.map(\.id) == [object("1")])
    #expect(report.failed.map(\.error.kind) == [.notFound])
    #expect(report.incompleteTrees == [tree.id])
    #expect(report.missing.isEmpty)
    #expect(try target.cache.contains(object("2")))
    let again = try await Fetch(from: source.store, to: target.reopened).run(source.needed(tree))
    #expect(again.failed.map(\.id) == [object("1")])
    #expect(again.incompleteTrees.isEmpty)
  }

  @Test func whatNoTreeOnTheRemotePromisesIsOnlyMissing() async throws {
    let (source, tree) = try await pushed(["a": "1", "b": "2"])
    _ = await source.remote.delete([source.store.key(object("1")), source.store.key(tree.id)])
    let target = try CacheFixture()
    try target.cache.insert(tree)
    var needed = source.needed(tree)
    needed.files[object("3")] = "c"
    let report = try await Fetch(from: source.store, to: target.cache).run(needed)
    #expect(Set(report.missing) == [object("1"), object("3")])
    #expect(report.failed.isEmpty && report.incompleteTrees.isEmpty)
    #expect(report.transferred == [object("2")])
  }

  @Test func whatTheRemoteLacksLeavesNoTrace() async throws {
    let (source, tree) = try await pushed(["a": "1"])
    let target = try CacheFixture()
    let remote = RemoteStore(transport: MemoryTransport(), algorithm: .md5)
    let report = try await Fetch(from: remote, to: target.cache).run(source.needed(tree))
    #expect(report.missing == [tree.id])
    #expect(try FileStatus.ifExists(at: target.cache.root) == nil)
  }

  @Test func bringsEmptyFiles() async throws {
    let (source, tree) = try await pushed(["a": ""])
    let target = try CacheFixture()
    let report = try await Fetch(from: source.store, to: target.cache).run(source.needed(tree))
    #expect(Set(report.transferred) == [object(""), tree.id])
    #expect(try target.reopened.size(of: object("")) == 0)
  }

  @Test func refusesWrongBytes() async throws {
    let (source, tree) = try await pushed(["a": "1", "b": "2"])
    try await source.remote.upload(
      .bytes(Array("X".utf8)), to: source.store.key(object("1")), verifying: nil)
    let target = try CacheFixture()
    let report = try await Fetch(from: source.store, to: target.cache).run(source.needed(tree))
    #expect(report.failed.map(\.id) == [object("1")])
    #expect(report.failed.first?.error.kind == .mismatch)
    #expect(try !target.reopened.contains(object("1")))
    #expect(try target.reopened.contains(object("2")))
    #expect(try walk(root: target.cache.root.appending(".cairn/tmp")).count == 0)
  }

  @Test func bringsOnlyThePartsThatAreMeant() async throws {
    let (source, tree) = try await pushed(["a": "1", "d/b": "2"])
    let target = try CacheFixture()
    let needed = source.needed(tree, scopes: [RelativePath("d/b")])
    let report = try await Fetch(from: source.store, to: target.cache).run(needed)
    #expect(Set(report.transferred) == [object("2"), tree.id])
  }
}
