import Basics
import FileAccess
import Formats
import Hashing
import Objects
import Transports
import TestSupport
import Testing

@Suite struct PushTests {
  @Test func uploadsFilesAndThenTheirTree() async throws {
    let fixture = try CacheFixture()
    let tree = try fixture.store(["a": "1", "d/b": "2"])
    let (report, whole) = try await Push(from: fixture.cache, to: fixture.store)
      .run(fixture.needed(tree))
    #expect(Set(report.transferred) == [object("1"), object("2"), tree.id])
    #expect(whole == [tree.id])
    #expect(report.missing.isEmpty)
  }

  @Test func hasNothingToDoTheSecondTime() async throws {
    let fixture = try CacheFixture()
    let tree = try fixture.store(["a": "1"])
    let push = Push(from: fixture.cache, to: fixture.store)
    _ = try await push.run(fixture.needed(tree))
    #expect(try await push.run(fixture.needed(tree)).report.transferred.isEmpty)
  }

  @Test func withholdsATreeWhoseFilesAreNotAllThere() async throws {
    let fixture = try CacheFixture()
    let tree = try fixture.store(["a": "1", "b": "2"])
    try fixture.removeFromCache("2")
    let (report, whole) = try await Push(from: fixture.reopened, to: fixture.store)
      .run(fixture.needed(tree))
    #expect(report.transferred == [object("1")])
    #expect(report.missing == [object("2")])
    #expect(report.withheldTrees == [tree.id])
    #expect(whole.isEmpty)
    #expect(try await !fixture.has(tree.id))
  }

  @Test func isUpToDateWithAnEmptyCacheAndAWholeRemote() async throws {
    let fixture = try CacheFixture()
    let tree = try fixture.store(["a": "1", "b": "2"])
    _ = try await Push(from: fixture.cache, to: fixture.store).run(fixture.needed(tree))
    let empty = try CacheFixture()
    let (report, _) = try await Push(from: empty.cache, to: fixture.store)
      .run(fixture.needed(tree))
    #expect(report.transferred.isEmpty && report.missing.isEmpty && report.failed.isEmpty)
  }

  @Test func saysAndRepairsATreeThatIsBrokenOnTheRemote() async throws {
    let fixture = try CacheFixture()
    let tree = try fixture.store(["a": "1", "b": "2"])
    let push = Push(from: fixture.cache, to: fixture.store)
    _ = try await push.run(fixture.needed(tree))
    _ = await fixture.remote.delete([fixture.store.key(object("2"))])
    let (report, whole) = try await push.run(fixture.needed(tree))
    #expect(report.brokenTrees == [tree.id])
    #expect(report.transferred == [object("2")])
    #expect(whole == [tree.id])
  }

  @Test func doesNotAskAgainAboutARememberedTree() async throws {
    let fixture = try CacheFixture()
    let tree = try fixture.store(["a": "1"])
    var push = Push(from: fixture.cache, to: fixture.store)
    _ = try await push.run(fixture.needed(tree))
    push.knownWhole = [tree.id: RememberedTree(id: tree.id, seen: 5)]
    let (report, _) = try await push.run(fixture.needed(tree))
    #expect(report.remembered == [RememberedTree(id: tree.id, seen: 5)])
  }

  @Test func forgetsARememberedTreeThatTheRemoteLost() async throws {
    let fixture = try CacheFixture()
    let tree = try fixture.store(["a": "1"])
    var push = Push(from: fixture.cache, to: fixture.store)
    push.knownWhole = [tree.id: RememberedTree(id: tree.id, seen: 5)]
    let (report, whole) = try await push.run(fixture.needed(tree))
    #expect(report.remembered.isEmpty)
    #expect(Set(report.transferred) == [object("1"), tree.id])
    #expect(whole == [tree.id])
  }

  @Test func refusesToUploadWrongBytes() async throws {
    let fixture = try CacheFixture()
    let tree = try fixture.store(["a": "1", "b": "2"])
    let path = fixture.cache.path(object("1"))
    try setMode(0o644, of: path)
    try writeAtomically(Array("X".utf8), to: path, mode: 0o444)
    let (report, whole) = try await Push(from: fixture.reopened, to: fixture.store)
      .run(fixture.needed(tree))
    #expect(report.failed.map(\.id) == [object("1")])
    #expect(report.failed.first?.error.kind == .mismatch)
    #expect(whole.isEmpty)
    #expect(try await !fixture.has(object("1")))
    #expect(try await fixture.has(object("2")))
  }

  @Test func uploadsOnlyThePartsThatAreMeant() async throws {
    let fixture = try CacheFixture()
    let tree = try fixture.store(["a": "1", "d/b": "2"])
    let needed = fixture.needed(tree, scopes: [RelativePath("d")])
    let (report, whole) = try await Push(from: fixture.cache, to: fixture.store).run(needed)
    #expect(report.transferred == [object("2"), tree.id], "nobody finds the part without the tree")
    #expect(report.partialTrees == [tree.id])
    #expect(whole.isEmpty)
    let (again, wholeNow) = try await Push(from: fixture.cache, to: fixture.store)
      .run(fixture.needed(tree))
    #expect(again.brokenTrees == [tree.id])
    #expect(again.transferred == [object("1")])
    #expect(wholeNow == [tree.id])
  }

  @Test func withholdsTheTreeOfAPartThatIsNotAllThere() async throws {
    let fixture = try CacheFixture()
    let tree = try fixture.store(["a": "1", "d/b": "2", "d/c": "3"])
    try fixture.removeFromCache("3")
    let needed = fixture.needed(tree, scopes: [RelativePath("d")])
    let (report, _) = try await Push(from: fixture.reopened, to: fixture.store).run(needed)
    #expect(report.transferred == [object("2")])
    #expect(try await !fixture.has(tree.id))
  }
}
