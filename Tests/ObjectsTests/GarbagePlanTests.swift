import Basics
import Formats
import Hashing
import Objects
import TestSupport
import Testing
import Transports

@Suite struct GarbagePlanTests {
  private let file = object("file")
  private let tree = ObjectID(Digest(of: "tree".utf8), isTree: true)

  @Test func removesWhatIsThereAndNotUsed() {
    var used = ObjectSet()
    used.insert(file)
    var plan = GarbagePlan()
    plan.add([file, object("other"), tree], used: used) { StoredObject($0, size: 5) }
    #expect(plan.removals.map(\.id) == [tree, object("other")])
    #expect(plan.bytes == 10)
    #expect(plan.count == 2)
  }

  @Test func removesTreesBeforeFilesWhateverTheOrderOfShards() {
    var (first, second) = (GarbagePlan(), GarbagePlan())
    first.add([file], used: ObjectSet()) { StoredObject($0, size: nil) }
    second.add([tree], used: ObjectSet()) { StoredObject($0, size: 3) }
    first.merge(second)
    #expect(first.removals.map(\.id) == [tree, file])
    #expect(first.bytes == 3)
  }

  @Test func sparesWhatCannotBeMeasured() {
    var plan = GarbagePlan()
    plan.add([file], used: ObjectSet()) { _ in nil }
    #expect(plan.isEmpty)
  }

  @Test func aTreeIsNotTheFileOfTheSameDigest() {
    var used = ObjectSet()
    used.insert(ObjectID(tree.digest))
    #expect(used.contains(ObjectID(tree.digest)))
    #expect(!used.contains(tree))
  }

  @Test func theSetOfUsedObjectsKeepsEachOnce() {
    var used = ObjectSet()
    let digests = (0..<100_000).map { Digest(of: String($0 % 50_000).utf8) }
    used.insert(files: digests[..<60_000])
    used.insert(files: digests[60_000...])
    let isNew = [used.insert(tree), used.insert(tree)]
    #expect(isNew == [true, false])
    #expect(used.contains(ObjectID(digests[99_999])))
    #expect(!used.contains(object("absent")))
    #expect(used.ids.count == 50_001)
    #expect(used.ids.last == tree)
  }
}

@Suite struct CacheGarbageTests {
  @Test func findsAndRemovesWhatNobodyUses() throws {
    let fixture = try CacheFixture()
    let kept = try fixture.store(["a": "1", "b": "2"])
    let unused = try fixture.store(["a": "1", "c": "3"])
    var used = ObjectSet()
    used.insert(kept.id)
    used.insert(files: kept.digests)
    let cache = fixture.reopened
    let plan = try cache.garbage(besides: used, before: .max)
    #expect(
      plan.removals == [StoredObject(unused.id, size: 122), StoredObject(object("3"), size: 1)])
    #expect(try cache.remove(plan).isEmpty)
    #expect(try cache.garbage(besides: used, before: .max).isEmpty)
    #expect(try cache.tree(kept.id) == kept)
    #expect(try !fixture.reopened.contains(object("3")))
  }

  @Test func sparesWhatCameSinceItBegan() throws {
    let fixture = try CacheFixture()
    _ = try fixture.store(["a": "1"])
    let plan = try fixture.reopened.garbage(besides: ObjectSet(), before: 0)
    #expect(plan.isEmpty)
  }

  @Test func doesNotSpareWhatWasBroughtToBeRead() throws {
    let fixture = try CacheFixture()
    let tree = try fixture.store(["a": "1"])
    let plan = try fixture.reopened.garbage(besides: ObjectSet(), before: 0, except: [tree.id])
    #expect(plan.removals.map(\.id) == [tree.id])
  }

  @Test func leavesStrangersAndOurOwnDirectoryAlone() throws {
    let fixture = try CacheFixture()
    try fixture.scratch.write("x", to: "cache/files/md5/ab/.token.tmp")
    try fixture.scratch.write("x", to: "cache/files/md5/zz/stranger")
    try fixture.scratch.write("x", to: "cache/.cairn/quarantine/object")
    try fixture.scratch.write("x", to: "cache/runs/ab/cd/ef")
    let plan = try fixture.cache.garbage(besides: ObjectSet(), before: .max)
    #expect(plan.isEmpty)
    #expect(plan.strangers == 1)
  }
}

@Suite struct RemoteGarbageTests {
  @Test func removesTreesAndThenTheirFiles() async throws {
    let fixture = try CacheFixture()
    let (kept, unused) = (try fixture.store(["a": "1"]), try fixture.store(["a": "1", "c": "3"]))
    let push = Push(from: fixture.cache, to: fixture.store)
    _ = try await push.run(fixture.needed(kept))
    _ = try await push.run(fixture.needed(unused))
    var used = ObjectSet()
    used.insert(kept.id)
    used.insert(files: kept.digests)
    let plan = try await fixture.store.garbage(besides: used)
    #expect(plan.removals.map(\.id) == [unused.id, object("3")])
    #expect(plan.bytes == 123)
    #expect(await fixture.store.remove(plan).isEmpty)
    #expect(try await fixture.has(kept.id))
    #expect(try await fixture.has(object("1")))
    #expect(try await !fixture.has(object("3")))
  }

  @Test func keepsTheFilesOfATreeThatCouldNotBeRemoved() async throws {
    let fixture = try CacheFixture()
    let tree = try fixture.store(["a": "1"])
    _ = try await Push(from: fixture.cache, to: fixture.store).run(fixture.needed(tree))
    let transport = FaultyTransport(fixture.remote) { call, number in
      call == .delete && number == 1 ? Fault(.denied) : nil
    }
    let refusing = RemoteStore(transport: transport, algorithm: .md5)
    let plan = try await refusing.garbage(besides: ObjectSet())
    #expect(await refusing.remove(plan).map(\.id) == [tree.id])
    #expect(try await fixture.has(object("1")))
  }

  @Test func takesARemoteThatIsNotThereForAnEmptyOne() async throws {
    let fixture = try CacheFixture()
    #expect(try await fixture.store.garbage(besides: ObjectSet()).isEmpty)
  }
}
