import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SystemPackage
import TestSupport
import Testing

@Suite struct LocalCacheTests {
  @Test func trustsAReadOnlyObjectUnread() throws {
    let fixture = try CacheFixture()
    _ = try fixture.store(["a": "1"])
    #expect(try fixture.reopened.containsIntact(object("1")))
  }

  @Test func protectsAWritableObjectThatIsRight() throws {
    let fixture = try CacheFixture()
    _ = try fixture.store(["a": "1"])
    try setMode(0o644, of: fixture.cache.path(object("1")))
    #expect(try fixture.reopened.containsIntact(object("1")))
    #expect(try FileStatus(at: fixture.cache.path(object("1"))).permissions == 0o444)
  }

  @Test func putsAWritableObjectThatIsWrongAside() throws {
    let fixture = try CacheFixture()
    _ = try fixture.store(["a": "1"])
    let path = fixture.cache.path(object("1"))
    try setMode(0o644, of: path)
    try writeAtomically(Array("X".utf8), to: path)
    let cache = fixture.reopened
    #expect(try !cache.containsIntact(object("1")))
    #expect(try !cache.contains(object("1")))
    let kept = cache.root.appending(".cairn/quarantine").appending(object("1").description)
    #expect(try readFile(kept) == Array("X".utf8))
  }

  @Test func namesATreeThatCannotBeRead() throws {
    let fixture = try CacheFixture()
    let tree = try fixture.store(["a": "1"])
    let path = fixture.cache.path(tree.id)
    try setMode(0o644, of: path)
    try writeAtomically(Array("{}".utf8), to: path, mode: 0o444)
    #expect(throws: CairnError.self) { try fixture.reopened.tree(tree.id) }
  }
}
