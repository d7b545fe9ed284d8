import Basics
import FileAccess
import Glibc
import Hashing
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// What a directory remote does besides what every transport must.
struct DirectoryTransportTests {
  private let scratch: TemporaryDirectory
  private let root: FilePath
  private let transport: DirectoryTransport
  private let object = Array("object\n".utf8)

  init() throws {
    scratch = try TemporaryDirectory()
    root = scratch.path.appending("remote")
    transport = DirectoryTransport(root: root)
  }

  private func key(_ text: String) throws -> ObjectKey { try #require(ObjectKey(text)) }

  private func put(_ name: String, _ transport: DirectoryTransport? = nil) async throws {
    let check = ContentCheck(.md5, Digest(of: object))
    try await (transport ?? self.transport).upload(.bytes(object), to: key(name), verifying: check)
  }

  private func permissions(_ name: String) throws -> UInt32 {
    try FileStatus(at: root.appending(name)).permissions
  }

  @Test func givesObjectsTheModesOfDVC() async throws {
    try await put("files/md5/00/11")
    try await transport.upload(.bytes([]), to: key("runs/00/11/22"), verifying: nil)
    #expect(try permissions("files/md5/00/11") == 0o444)
    #expect(try permissions("runs/00/11/22") == defaultFileMode)
    for directory in ["", "files/md5/00", "runs/00/11"] {
      #expect(try permissions(directory) == defaultDirectoryMode)
    }
  }

  @Test func sharesObjectsWithTheGroup() async throws {
    let options = DirectoryOptions(isShared: true)
    let shared = DirectoryTransport(root: root, options: options)
    try await put("files/md5/00/11", shared)
    try await shared.upload(.bytes([]), to: key("runs/00/11"), verifying: nil)
    #expect(try permissions("files/md5/00/11") == 0o444)
    for directory in ["files", "files/md5", "files/md5/00"] {
      #expect(try permissions(directory) == 0o2775)
    }
    for directory in ["", "runs/00"] { #expect(try permissions(directory) == defaultDirectoryMode) }
  }

  @Test(arguments: [true, false])
  func letsTheDiskBeginOnlyWithWhatWillBeSynced(_ synchronizes: Bool) throws {
    let request = TransportRequest(url: root.string, synchronizes: synchronizes)
    let store = try DirectoryTransport(request: request).store
    var writeback = try DirectoryWriting(store, key("large"), isChecked: false).writeback
    #expect((writeback.note(8 << 20) != nil) == synchronizes)
  }

  @Test func keepsWhatIsUnfinishedOutOfTheWay() async throws {
    let seen = Mutex<[String]>([])
    let counter = ByteCounter { [root] in
      let files = (try? filesBelow(root)) ?? []  // an empty list fails the test
      seen.withLock { $0 = files }
    }
    try await transport.upload(
      .bytes(object), to: key("files/md5/00/11"), verifying: nil, progress: counter)
    let files = seen.withLock { $0 }
    #expect(files.count == 1)
    #expect(files.allSatisfy { $0.hasPrefix(".cairn/tmp/") })
    #expect(try filesBelow(root) == ["files/md5/00/11"])
  }

  @Test func tidiesItsDirectoriesAwayAtTheEnd() async throws {
    try await put("a/b")
    #expect(try FileStatus.ifExists(at: root.appending(".cairn/tmp")) != nil)
    await transport.close()
    #expect(try FileStatus.ifExists(at: root.appending(".cairn")) == nil)
  }

  @Test func leavesTheDirectoriesToOthersWhoUseThem() async throws {
    let theirs = try scratch.write("half", to: "remote/.cairn/tmp/0/.theirs.tmp")
    try scratch.write("ours", to: "remote/.cairn/something")
    try await put("a/b")
    await transport.close()
    #expect(try FileStatus.ifExists(at: theirs) != nil)
    #expect(try scratch.read("remote/.cairn/something") == "ours")
  }

  @Test func removesWhatKilledRunsLeftADayAgo() async throws {
    let old = try scratch.write("half", to: "remote/.cairn/tmp/3/.old.tmp")
    let new = try scratch.write("half", to: "remote/.cairn/tmp/4/.new.tmp")
    try setAge(of: old, hours: 25)
    try setAge(of: new, hours: 23)
    try await put("a/b")
    #expect(try FileStatus.ifExists(at: old) == nil)
    #expect(try FileStatus.ifExists(at: new) != nil)
  }

  @Test func doesNotListWhatIsUnfinished() async throws {
    try await put("a/b")
    try scratch.write("half", to: "remote/.cairn/tmp/0/.some.tmp")
    try scratch.write("kept", to: "remote/.cairn/kept")
    let page = try await transport.list(prefix: "")
    #expect(page.objects.map(\.key.string) == [".cairn/kept", "a/b"])
    #expect(try await transport.list(prefix: ".cairn/tmp/").objects == [])
  }

  @Test func goesBesideTheTargetWhereItsOwnDirectoryIsRefused() async throws {
    let files = try scratch.makeDirectory("remote/files")
    try setMode(0o777, of: files)
    try setMode(0o555, of: root)
    let seen = Mutex<[String]>([])
    let counter = ByteCounter { [root] in
      let files = (try? filesBelow(root)) ?? []  // an empty list fails the test
      seen.withLock { $0 = files }
    }
    let unprivileged = DirectoryTransport(root: root, executor: UnprivilegedExecutor())
    try await unprivileged.upload(
      .bytes(object), to: key("files/a"), verifying: nil, progress: counter)
    let name = try #require(seen.withLock { $0 }.first)
    #expect(name.hasPrefix("files/."))
    #expect(name.hasSuffix(".tmp"))
    #expect(name.utf8.count == "files/.".utf8.count + 22 + ".tmp".utf8.count)
    #expect(try filesBelow(root) == ["files/a"])
  }

  @Test func goesBesideTheTargetOnAnotherFileSystem() async throws {
    let elsewhere = try TemporaryDirectory(in: "/dev/shm")
    try scratch.makeDirectory("remote")
    #expect(symlink(elsewhere.path.string, root.appending("files").string) == 0)
    let counter = ByteCounter()
    try await transport.upload(
      .bytes(object), to: key("files/md5/00/11"), verifying: nil, progress: counter)
    #expect(try filesBelow(elsewhere.path) == ["md5/00/11"])
    #expect(counter.bytes == Int64(object.count))
  }

  @Test func doesNotMakeARootAgainThatVanished() async throws {
    try await put("files/md5/00/11")
    try renameFile(root, to: scratch.path.appending("unmounted"))
    await expect(.noRoot) { () async throws(TransportError) in
      _ = try await transport.list(prefix: "files/")
    }
    for name in ["files/md5/00/22", "files/md5/22/33"] {
      let retrying = RetryingTransport(transport, policy: RetryPolicy(wait: { _ in }))
      let key = try key(name)
      await expect(.noRoot) { () async throws(TransportError) in
        try await retrying.upload(.bytes(object), to: key, verifying: nil)
      }
    }
    #expect(try FileStatus.ifExists(at: root) == nil)
    try renameFile(scratch.path.appending("unmounted"), to: root)
    try await put("files/md5/22/33")
  }

  @Test func makesADirectoryAgainThatWasTidiedAway() async throws {
    try await put("files/md5/00/11")
    try removeTree(root.appending("files"))
    try removeTree(root.appending(".cairn"))
    let retrying = RetryingTransport(transport, policy: RetryPolicy(wait: { _ in }))
    try await retrying.upload(.bytes(object), to: key("files/md5/00/22"), verifying: nil)
    #expect(try filesBelow(root) == ["files/md5/00/22"])
  }

  @Test func refusesPlacesThatAreTaken() async throws {
    try await put("a/b")
    for name in ["a", "a/b/c"] {
      let key = try key(name)
      await expect(.rejected) { () async throws(TransportError) in
        try await transport.upload(.bytes(object), to: key, verifying: nil)
      }
      #expect(try await transport.stat(key) == nil)
      #expect(await transport.delete([key]).isEmpty)
    }
    let long = try key(String(repeating: "x", count: 256))
    await expect(.rejected) { () async throws(TransportError) in
      _ = try await transport.stat(long)
    }
    #expect(try filesBelow(root) == ["a/b"])
  }

  @Test func followsLinksToFilesOnly() async throws {
    try await put("files/a")
    let files = root.appending("files")
    #expect(symlink("a", files.appending("link").string) == 0)
    #expect(symlink("nowhere", files.appending("broken").string) == 0)
    #expect(symlink("loop", files.appending("loop").string) == 0)
    #expect(symlink("..", files.appending("up").string) == 0)
    #expect(mkfifo(files.appending("pipe").string, 0o600) == 0)
    let page = try await transport.list(prefix: "files/", after: nil, detail: .sizes)
    #expect(page.objects.map(\.key.string) == ["files/a", "files/link"])
    #expect(page.objects.map(\.size) == [7, 7])
    #expect(try await transport.stat(key("files/pipe")) == nil)
    let pipe = try key("files/pipe")
    await expect(.rejected) { () async throws(TransportError) in
      _ = try await transport.download(pipe) { _ in }
    }
  }

  @Test func neverTakesARefusalForAnEmptyAnswer() async throws {
    try await put("files/closed/a")
    try await put("files/open/b")
    try setMode(0o000, of: root.appending("files/closed"))
    try setMode(0o000, of: root.appending("files/open/b"))
    let unprivileged = DirectoryTransport(root: root, executor: UnprivilegedExecutor())
    await expect(.denied) { () async throws(TransportError) in
      _ = try await unprivileged.list(prefix: "files/")
    }
    let (closed, open) = (try key("files/closed/a"), try key("files/open/b"))
    await expect(.denied) { () async throws(TransportError) in
      _ = try await unprivileged.stat(closed)
    }
    await expect(.denied) { () async throws(TransportError) in
      _ = try await unprivileged.download(open) { _ in }
    }
    try setMode(0o755, of: root.appending("files/closed"))
  }

  @Test func namesTheObjectAndNotItsTemporary() async throws {
    try scratch.makeDirectory("remote/files/a")
    let error = await #expect(throws: TransportError.self) { try await put("files/a") }
    #expect(error?.detail == "[Errno 21] Is a directory: '\(root)/files/a'")
  }

  @Test func tellsWhichOfManyCannotBeDeleted() async throws {
    let names = (0..<200).map { $0 % 50 == 7 ? "closed/\($0)" : "open/\($0)" }
    for name in names { try await put(name) }
    try setMode(0o777, of: root.appending("open"))
    try setMode(0o555, of: root.appending("closed"))
    let unprivileged = DirectoryTransport(root: root, executor: UnprivilegedExecutor())
    let refused = await unprivileged.delete(try names.map(key))
    #expect(
      refused.keys.map(\.string).sorted() == ["closed/107", "closed/157", "closed/57", "closed/7"])
    #expect(refused.values.allSatisfy { $0.kind == .denied })
    #expect(try filesBelow(root).count == 4)
  }

  @Test func tellsModesAndTimes() async throws {
    try await put("a")
    let found = try #require(try await transport.stat(key("a")))
    let status = try FileStatus(at: root.appending("a"))
    #expect(found.permissions == 0o444)
    #expect(found.modified == status.modified)
  }

  @Test func refusesARootThatIsAFile() async throws {
    try scratch.write("a file", to: "remote")
    let key = try key("a")
    await expect(.rejected) { () async throws(TransportError) in _ = try await transport.stat(key) }
    await expect(.rejected) { () async throws(TransportError) in
      try await transport.upload(.bytes([]), to: key, verifying: nil)
    }
  }
}
