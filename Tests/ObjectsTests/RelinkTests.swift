import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SystemPackage
import TestSupport
import Testing

/// Which files of an output become links after they were stored: those that DVC replaces.
@Suite struct RelinkTests {
  private func state(_ kind: WorkspaceState.Kind, _ path: FilePath) throws -> WorkspaceState {
    var listing = DirectoryListing(
      paths: PackedPaths([.root]), statuses: [try FileStatus(at: path)],
      isSymlink: [try FileStatus(at: path, followingLinks: false).kind == .symlink])
    if kind == .directory { listing = try walk(root: path) }
    return WorkspaceState(
      kind: kind, listing: listing, digests: listing.paths.map { _ in Digest(of: "1".utf8) })
  }

  private func relinked(
    _ types: [LinkType], _ kind: WorkspaceState.Kind, mode: UInt32 = 0o640
  ) throws -> (file: FileStatus, fixture: CacheFixture) {
    let fixture = try CacheFixture(linkTypes: types)
    _ = try fixture.store(["a": "1"])
    let file = try fixture.scratch.write("1", to: "data/a", mode: mode)
    let path = kind == .file ? file : file.removingLastComponent()
    _ = try ObjectLinker(fixture.cache).relink(state(kind, path), at: path)
    return (try FileStatus(at: file, followingLinks: false), fixture)
  }

  private func isHardlinked(_ result: (file: FileStatus, fixture: CacheFixture)) throws -> Bool {
    try result.file.inode == FileStatus(at: result.fixture.cache.path(object("1"))).inode
  }

  @Test(arguments: [[LinkType.copy], [.reflink, .copy], [.reflink, .copy, .symlink]])
  func ofASingleCopyOnlyTheModeChanges(types: [LinkType]) throws {
    let file = try relinked(types, .file).file
    #expect(file.kind == .file)
    #expect(file.permissions == defaultFileMode)
  }

  @Test(arguments: [[LinkType.copy], [.reflink, .copy], [.reflink, .symlink], [.symlink, .copy]])
  func copiesInADirectoryStayWhereTheyAreAllowed(types: [LinkType]) throws {
    let file = try relinked(types, .directory).file
    #expect(file.kind == .file)
    #expect(file.permissions == 0o640)
  }

  @Test func aSingleFileBecomesTheFirstTypeThatWorks() throws {
    #expect(try relinked([.symlink, .hardlink], .file).file.kind == .symlink)
    #expect(try isHardlinked(relinked([.hardlink, .symlink], .file)))
  }

  @Test func filesOfADirectoryBecomeLinksWhereNoCopiesAreAllowed() throws {
    #expect(try relinked([.symlink, .hardlink], .directory).file.kind == .symlink)
    #expect(try isHardlinked(relinked([.hardlink], .directory)))
  }

  @Test func aLinkOfTheWrongObjectIsReplaced() throws {
    let fixture = try CacheFixture(linkTypes: [.hardlink])
    _ = try fixture.store(["a": "1", "b": "2"])
    let path = fixture.scratch.path.appending("data")
    try makeDirectories(path)
    try link(fixture.cache.path(object("2")), to: path.appending("a"), type: .hardlink)
    #expect(try ObjectLinker(fixture.cache).relink(state(.directory, path), at: path) == [0])
    #expect(
      try FileStatus(at: path.appending("a")).inode
        == FileStatus(at: fixture.cache.path(object("1"))).inode)
  }

  @Test func theRightToExecuteSurvives() throws {
    for types in [[LinkType.copy], [.symlink], [.hardlink]] {
      let (_, fixture) = try relinked(types, .file, mode: 0o755)
      let file = fixture.scratch.path.appending("data/a")
      #expect(try FileStatus(at: file).isExecutable)
    }
  }
}
