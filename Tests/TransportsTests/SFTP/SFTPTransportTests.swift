import Basics
import FileAccess
import Glibc
import Hashing
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// What an SFTP remote does besides what every transport must; the server is `sftp-server` on a pipe.
struct SFTPTransportTests {
  private let scratch: TemporaryDirectory
  private let root: FilePath
  private let transport: SFTPTransport
  private let object = Array("object\n".utf8)

  /// Without extensions, as servers other than OpenSSH are.
  private static let plain = ["-P", "posix-rename,fsync,limits"]

  init() throws {
    scratch = try TemporaryDirectory()
    root = scratch.path.appending("remote")
    transport = SFTPTransport(PipeConnector(arguments: ["-u", "022"]), root: root.bytes)
  }

  private func transport(_ arguments: [String] = []) -> SFTPTransport {
    SFTPTransport(PipeConnector(arguments: arguments), root: root.bytes)
  }

  private func key(_ text: String) throws -> ObjectKey { try #require(ObjectKey(text)) }

  private func put(_ name: String, _ transport: SFTPTransport? = nil) async throws {
    let check = ContentCheck(.md5, Digest(of: object))
    try await (transport ?? self.transport).upload(.bytes(object), to: key(name), verifying: check)
  }

  private func permissions(_ name: String) throws -> UInt32 {
    try FileStatus(at: root.appending(name)).permissions
  }

  @Test func makesObjectsReadOnlyAndLeavesOtherModesToTheServer() async throws {
    try await put("files/md5/00/11")
    try await transport.upload(.bytes([]), to: key("runs/00/11/22"), verifying: nil)
    #expect(try permissions("files/md5/00/11") == 0o444)
    #expect(try permissions("runs/00/11/22") == 0o644)
    for directory in ["", "files/md5/00", "runs/00/11"] {
      #expect(try permissions(directory) == 0o755)
    }
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
    try await put("a/b")
    await transport.close()
    #expect(try FileStatus.ifExists(at: theirs) != nil)
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

  @Test(arguments: [[], plain])
  func goesBesideTheTargetOnAnotherFileSystem(_ arguments: [String]) async throws {
    let elsewhere = try TemporaryDirectory(in: "/dev/shm")
    try scratch.makeDirectory("remote")
    #expect(symlink(elsewhere.path.string, root.appending("files").string) == 0)
    let counter = ByteCounter()
    try await transport(arguments).upload(
      .bytes(object), to: key("files/md5/00/11"), verifying: nil, progress: counter)
    #expect(try filesBelow(elsewhere.path) == ["md5/00/11"])
    #expect(try filesBelow(root.appending(".cairn")) == [])
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
    for (target, name) in [("a", "link"), ("nowhere", "broken"), ("loop", "loop"), ("..", "up")] {
      #expect(symlink(target, files.appending(name).string) == 0)
    }
    #expect(mkfifo(files.appending("pipe").string, 0o600) == 0)
    let page = try await transport.list(prefix: "files/", after: nil, detail: .sizes)
    #expect(page.objects.map(\.key.string) == ["files/a", "files/link"])
    #expect(page.objects.map(\.size) == [7, 7])
    #expect(try await transport.stat(key("files/pipe")) == nil)
  }

  @Test func tellsModesAndTimes() async throws {
    try await put("a")
    let found = try #require(try await transport.stat(key("a")))
    let status = try FileStatus(at: root.appending("a"))
    #expect(found.permissions == 0o444)
    #expect(found.modified.map { $0 / 1_000_000_000 } == status.modified / 1_000_000_000)
  }

  @Test func namesTheObjectAndNotItsTemporary() async throws {
    try scratch.makeDirectory("remote/files/a")
    let error = await #expect(throws: TransportError.self) { try await put("files/a") }
    #expect(error?.detail == "Is a directory: '\(root)/files/a'")
  }

  @Test func beginsInTheHomeOfTheUserWithoutAnAbsolutePath() async throws {
    let home = try scratch.makeDirectory("home")
    for (path, place) in [("", ""), ("inner/", "inner/")] {
      let connector = PipeConnector(arguments: ["-d", home.string])
      let transport = SFTPTransport(connector, root: Array(path.utf8))
      try await put("a/b", transport)
      #expect(try scratch.read("home/\(place)a/b") == "object\n")
      #expect(try await transport.list(prefix: "a").objects.map(\.key.string) == ["a/b"])
      await transport.close()
    }
  }

  @Test func takesAnObjectOfItsSizeForItselfWhereNothingCanBeRenamedOver() async throws {
    let transport = transport(Self.plain)
    try await put("a", transport)
    let first = try FileStatus(at: root.appending("a"))
    try await put("a", transport)
    #expect(try FileStatus(at: root.appending("a")).inode == first.inode)
    #expect(transport.traits.atomicPut == false)
    try scratch.write("cut", to: "remote/b")
    try await put("b", transport)
    #expect(try scratch.read("remote/b") == "object\n")
    try await transport.upload(.bytes(Array("OBJECT\n".utf8)), to: key("b"), verifying: nil)
    #expect(try scratch.read("remote/b") == "OBJECT\n")
    #expect(try filesBelow(root).sorted() == ["a", "b"])
  }

  @Test func opensFurtherSessionsForManyTransfers() async throws {
    let log = scratch.path.appending("starts")
    let connector = PipeConnector(
      program: "/bin/sh",
      arguments: ["-c", "echo x >> '\(log)'; exec \(PipeConnector.server)"])
    let transport = SFTPTransport(connector, root: root.bytes)
    let names = (0..<500).map { "\($0 % 5)/\($0)" }
    func putAll() async throws {
      let results = await concurrentMap(names, width: transport.traits.width) {
        try await put($0, transport)
      }
      for result in results { try result.get() }
    }
    func starts() throws -> Int { try scratch.read("starts").split(separator: "\n").count }
    let deadline = ContinuousClock.now + .seconds(60)
    repeat {
      try await putAll()
    } while try starts() < connector.channelLimit && ContinuousClock.now < deadline
    try await putAll()
    await transport.close()
    #expect(try starts() == connector.channelLimit)
    #expect(try filesBelow(root).count == 500)
  }

  /// What was lost on the way is done again over a new connection.
  @Test func connectsAnewAfterTheServerDied() async throws {
    let log = scratch.path.appending("servers")
    let connector = PipeConnector(
      program: "/bin/sh",
      arguments: ["-c", "echo $$ >> '\(log)'; exec \(PipeConnector.server)"])
    let inner = SFTPTransport(connector, root: root.bytes)
    let transport = RetryingTransport(inner, policy: RetryPolicy(wait: { _ in }))
    let bytes = sampleBytes(3 << 20)
    let check = ContentCheck(.md5, Digest(of: bytes))
    let counter = ByteCounter { killServers(listedIn: log) }
    try await transport.upload(.bytes(bytes), to: key("a"), verifying: check, progress: counter)
    #expect(counter.bytes == Int64(bytes.count))
    let collector = ByteCollector()
    let hasKilled = Atomic<Bool>(false)
    _ = try await transport.download(key("a")) { piece in
      if !hasKilled.exchange(true, ordering: .relaxed) { killServers(listedIn: log) }
      collector.receive(piece)
    }
    #expect(collector.bytes == bytes)
    await transport.close()
    #expect(try filesBelow(root).filter { !$0.hasPrefix(".cairn/tmp/") } == ["a"])
  }

  @Test func callsADeadServerInterrupted() async throws {
    let log = scratch.path.appending("servers")
    let connector = PipeConnector(
      program: "/bin/sh",
      arguments: ["-c", "echo $$ >> '\(log)'; exec \(PipeConnector.server)"])
    let transport = SFTPTransport(connector, root: root.bytes)
    let key = try key("a")
    let counter = ByteCounter { killServers(listedIn: log) }
    await expect(.interrupted) { () async throws(TransportError) in
      try await transport.upload(
        .bytes(sampleBytes(8 << 20)), to: key, verifying: nil, progress: counter)
    }
    #expect(try await transport.stat(key) == nil)
  }

  @Test func failsAfterClosing() async throws {
    await transport.close()
    let key = try key("a")
    await expect(.failed) { () async throws(TransportError) in _ = try await transport.stat(key) }
  }
}

/// Full disks: the tests share one, and fill it.
@Suite(.serialized, .enabled(if: TestVolume.smallDisk.isExpected))
struct SFTPFullDiskTests {
  @Test(arguments: [[], ["-P", "posix-rename,fsync,limits"]])
  func saysThatTheServerIsFull(_ arguments: [String]) async throws {
    let disk = try TestVolume.smallDisk.makeDirectory()
    let transport = SFTPTransport(PipeConnector(arguments: arguments), root: disk.path.bytes)
    let key = try #require(ObjectKey("a"))
    let bytes = sampleBytes(4 << 20)
    await expect(.full) { () async throws(TransportError) in
      try await transport.upload(.bytes(bytes), to: key, verifying: nil)
    }
    #expect(try filesBelow(disk.path) == [])
    try await transport.upload(.bytes([1]), to: key, verifying: nil)
    #expect(try await transport.stat(key)?.size == 1)
    await transport.close()
  }

  /// The number of a handle that was closed is another file's a moment later.
  @Test func closesWhatCouldNotBeWrittenOnce() async throws {
    let disk = try TestVolume.smallDisk.makeDirectory()
    let server = try RecordedServer()
    let transport = SFTPTransport(server.connector, root: disk.path.bytes)
    let key = try #require(ObjectKey("a"))
    try await transport.upload(.bytes([1]), to: key, verifying: nil)
    let before = try server.requests()
    await expect(.full) { () async throws(TransportError) in
      try await transport.upload(.bytes(sampleBytes(2 << 20)), to: key, verifying: nil)
    }
    await transport.close()
    let after = try server.requests()
    #expect(after["open"] == before["open"].map { $0 + 1 })
    #expect(after["close"] == before["close"].map { $0 + 1 })
  }
}

/// Servers that are none.
struct SFTPStrangeServerTests {
  private func error(_ script: String) async throws -> TransportError? {
    let connector = PipeConnector(program: "/bin/sh", arguments: ["-c", script])
    let transport = SFTPTransport(connector, root: [])
    let key = try #require(ObjectKey("a"))
    return await #expect(throws: TransportError.self) { _ = try await transport.stat(key) }
  }

  @Test func namesTextThatComesInPlaceOfSFTP() async throws {
    let error = try await error("echo Welcome to the machine; cat > /dev/null")
    #expect(error?.detail == "the server sent 'Welcome to the machine.'")
  }

  @Test func noticesAnEndBeforeTheGreeting() async throws {
    let error = try await error("echo sorry >&2; exit 3")
    #expect(error?.detail == "the server ended with 3: sorry\n")
  }

  @Test func endsWithAServerThatAnswersWhatNobodyAsked() async throws {
    let version = #"\0\0\0\5\2\0\0\0\3"#
    let answer = #"\0\0\0\11\145\0\0\0\143\0\0\0\0"#
    let error = try await error("printf '\(version)\(answer)'; cat > /dev/null")
    #expect(error?.kind == .interrupted)
    #expect(error?.detail == "the server answered what nobody asked")
  }

  @Test func refusesOlderVersions() async throws {
    let error = try await error(#"printf '\0\0\0\5\2\0\0\0\2'; cat > /dev/null"#)
    #expect(error?.kind == .unsupported)
  }

  @Test func saysThatAProgramIsNotThere() async throws {
    let transport = SFTPTransport(PipeConnector(program: "/no/such"), root: [])
    await expect(.failed) { () async throws(TransportError) in
      _ = try await transport.list(prefix: "")
    }
  }

  /// Nothing ever comes; whoever is cancelled does not wait for it.
  @Test(arguments: ["cat > /dev/null", #"printf '\0\0\0\5\2\0\0\0\3'; cat > /dev/null"#])
  func letsGoOfASilentServer(_ script: String) async throws {
    let connector = PipeConnector(program: "/bin/sh", arguments: ["-c", script])
    let transport = SFTPTransport(connector, root: [])
    let key = try #require(ObjectKey("a"))
    let task = Task { try await transport.stat(key) }
    task.cancel()
    let error = await #expect(throws: TransportError.self) { _ = try await task.value }
    #expect(error?.kind == .cancelled)
  }
}

private func killServers(listedIn log: FilePath) {
  let text = (try? readFile(log)) ?? []  // nobody is killed, which fails the test
  for process in String(decoding: text, as: UTF8.self).split(separator: "\n") {
    if let id = pid_t(process) { kill(id, SIGKILL) }
  }
}
