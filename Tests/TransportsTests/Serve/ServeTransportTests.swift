import Basics
import FileAccess
import Glibc
import Hashing
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// `cairn serve` over plain pipes: what it does besides what every transport must.
struct ServeTransportTests {
  private let scratch: TemporaryDirectory
  private let root: FilePath

  init() throws {
    scratch = try TemporaryDirectory()
    root = scratch.path.appending("remote")
  }

  private func transport(
    _ change: (inout ServePipeConnector) -> Void = { _ in }
  ) -> ServeTransport {
    var connector = ServePipeConnector()
    change(&connector)
    return ServeTransport(connector, root: root.bytes)
  }

  /// A transport to what a shell makes of `script`, in which `$0` is the program.
  private func transport(script: String) -> ServeTransport {
    transport { connector in
      connector.program = "/bin/sh"
      connector.arguments = ["-c", script, builtProgram.string]
    }
  }

  private func key(_ text: String) throws -> ObjectKey { try #require(ObjectKey(text)) }

  private func put(_ name: String, _ transport: some Transport) async throws {
    let bytes = Array(name.utf8)
    let check = ContentCheck(.md5, Digest(of: bytes))
    try await transport.upload(.bytes(bytes), to: key(name), verifying: check)
  }

  @Test func hearsTheGreetingAfterWhatAShellPrints() async throws {
    let transport = transport(script: "seq 5000; printf 'no newline'; exec \"$0\" serve")
    try await put("a", transport)
    #expect(try await transport.stat(key("a"))?.size == 1)
    await transport.close()
  }

  @Test(arguments: [
    "exit 127", "exec /usr/lib/openssh/sftp-server", "cat", "seq 20000; cat > /dev/null",
    #"printf '\1cairn-serve 2\n'; cat > /dev/null"#,
  ])
  func knowsWhatIsNoServer(_ script: String) async throws {
    let transport = transport(script: script)
    #expect(try await !transport.isServing())
    await transport.close()
  }

  /// The second start fails as if there were none.
  @Test func doesNotTakeAServerThatHasEndedForNone() async throws {
    let scripted = transport(
      script: """
        cd '\(scratch.path)'; echo >>starts
        [ "$(wc -l <starts)" -ne 2 ] || exit 127
        echo $$ >number; exec "$0" serve
        """)
    let transport = RetryingTransport(scripted)
    try await put("a", transport)
    let number = try scratch.read("number").dropLast()
    kill(try #require(pid_t(number)), SIGKILL)
    #expect(try await hasEnded(number))
    try await put("b", transport)
    #expect(try scratch.read("starts").count == 3)
    await transport.close()
  }

  @Test func beginsRelativeRootsInTheHome() async throws {
    var connector = ServePipeConnector()
    connector.home = scratch.path
    let transport = ServeTransport(connector, root: Array("remote/inner".utf8))
    try await put("a", transport)
    await transport.close()
    #expect(try filesBelow(root) == ["inner/a"])
  }

  /// Directories of which many files are asked are read, single files are looked at.
  @Test func tellsWhichOfManyObjectsAreThere() async throws {
    let transport = transport()
    let there = (0..<40).map { Digest(high: UInt64($0) << 56 | 7, low: 1) }
    let crowd = (0..<300).map { Digest(high: 0xab << 56 | UInt64($0), low: 2) }
    for suffix in ["", ".dir"] {
      let names = DigestNames(
        directory: RelativePath("files/md5"), suffix: Array(suffix.utf8),
        digests: (there + crowd).sorted())
      for digest in (there + crowd).filter({ $0.high % 3 == 1 }) {
        try scratch.write("", to: "remote/\(names.path(of: digest))")
      }
      let found = try #require(try await transport.holds(names))
      #expect(found == names.digests.map { $0.high % 3 == 1 })
      let legacy = DigestNames(directory: .root, suffix: [], digests: names.digests)
      #expect(try await transport.holds(legacy)?.contains(true) == false)
    }
    await transport.close()
  }

  /// In one round trip: all questions are on their way before the first answer. The server holds them, and the
  /// names of the directories that it reads, but never an answer per object.
  @Test func asksAboutAMillionObjectsAtOnce() async throws {
    let log = scratch.path.appending("server")
    let connector = ServePipeConnector(
      program: "/bin/sh", arguments: ["-c", "echo $$ > '\(log)'; exec '\(builtProgram)' serve"])
    let transport = ServeTransport(connector, root: scratch.path.appending("remote").bytes)
    let digests = (0..<1_000_000 as Range<UInt64>).map {
      Digest(high: $0 &* 0x9E37_79B9_7F4A_7C15, low: $0)
    }.sorted()
    let names = DigestNames(
      directory: RelativePath(bytes: Array("files/md5".utf8)), suffix: [], digests: digests)
    #expect(names.parts(atMost: ServeLimits.digests).count <= ServeLimits.questions)
    let there = stride(from: 0, to: digests.count, by: 4001).map { $0 }
    for index in there { try scratch.write("", to: "remote/\(names.path(of: digests[index]))") }
    let found = try #require(try await transport.holds(names))
    #expect(found.indices.filter { found[$0] } == there)
    let server = try scratch.read("server").filter(\.isNumber)
    let status = String(decoding: try readFile(FilePath("/proc/\(server)/status")), as: UTF8.self)
    let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let kibibytes = try #require(peak.flatMap { Int($0.filter(\.isNumber)) })
    #expect(kibibytes < 100 << 10)
    await transport.close()
  }

  @Test func tellsThatNothingWasEverUploaded() async throws {
    let transport = transport()
    let names = DigestNames(
      directory: .root, suffix: [], digests: [Digest(high: 1, low: 1)])
    await expect(.noRoot) { () async throws(TransportError) in
      _ = try await transport.holds(names)
    }
    await transport.close()
  }

  /// Whoever does not take what it asked for holds up nobody else.
  @Test func isNotStalledByASlowReceiver() async throws {
    let transport = transport()
    let bytes = sampleBytes(8 << 20)
    try await transport.upload(
      .bytes(bytes), to: key("large"), verifying: ContentCheck(.md5, Digest(of: bytes)))
    let begun = Promise<Void>()
    let others = Atomic<Bool>(false)
    let large = try key("large")
    async let slow = transport.download(large) { _ in
      begun.fulfil(())
      while !others.load(ordering: .relaxed) { usleep(1000) }
    }
    await begun.value()
    for number in 0..<50 { try await put("small/\(number)", transport) }
    let collector = ByteCollector()
    _ = try await transport.download(large, into: collector.receive)
    #expect(collector.bytes == bytes)
    others.store(true, ordering: .relaxed)
    #expect(try await slow.size == 8 << 20)
    await transport.close()
  }

  @Test func sendsBothWaysAtTheSameTime() async throws {
    let transport = transport()
    let contents = (0..<24).map { sampleBytes(1_500_000, seed: UInt64($0)) }
    for number in 0..<12 {
      try await transport.upload(.bytes(contents[number]), to: key("\(number)"), verifying: nil)
    }
    let results = await concurrentMap(Array(0..<24), width: 24) { number in
      if number >= 12 {
        let check = ContentCheck(.md5, Digest(of: contents[number]))
        let key = try #require(ObjectKey("\(number)"))
        return try await transport.upload(.bytes(contents[number]), to: key, verifying: check)
      }
      let collector = ByteCollector()
      let key = try #require(ObjectKey("\(number)"))
      _ = try await transport.download(key, into: collector.receive)
      #expect(collector.bytes == contents[number])
    }
    for result in results { try result.get() }
    #expect(try filesBelow(root).count == 24)
    await transport.close()
  }

  @Test func passesOnWhatTheFileSystemSays() async throws {
    let transport = transport()
    try await put("a", transport)
    let below = try key("a/b")
    let error = await #expect(throws: TransportError.self) {
      try await transport.upload(.bytes([1]), to: below, verifying: nil)
    }
    #expect(error?.kind == .rejected)
    #expect(error?.detail.hasPrefix("[Errno ") == true)
    #expect(error?.detail.contains("'\(root)/a") == true)
    await transport.close()
  }

  /// A server that is there and says nothing is not waited for without end.
  @Test func givesUpOnAServerThatStopped() async throws {
    let log = scratch.path.appending("server")
    let transport = transport { connector in
      connector.program = "/bin/sh"
      connector.arguments = ["-c", "echo $$ > '\(log)'; exec '\(builtProgram)' serve"]
      connector.idleTimeout = .seconds(10)
    }
    try await put("a", transport)
    let server = try #require(pid_t(scratch.read("server").dropLast()))
    try stopProcess(server)
    defer { kill(server, SIGKILL) }
    let key = try key("a")
    let error = await #expect(throws: TransportError.self) { _ = try await transport.stat(key) }
    #expect(error?.kind == .interrupted)
    #expect(error?.detail == "the server did not answer")
  }

  /// Time in which nothing is asked is not a server's silence.
  @Test func keepsAConnectionThatNobodyUses() async throws {
    let log = scratch.path.appending("servers")
    let transport = transport { connector in
      connector.program = "/bin/sh"
      connector.arguments = ["-c", "echo $$ >> '\(log)'; exec '\(builtProgram)' serve"]
      connector.idleTimeout = .seconds(10)
    }
    try await put("a", transport)
    try await Task.sleep(for: .seconds(11))
    #expect(try await transport.stat(key("a"))?.size == 1)
    await transport.close()
    #expect(try scratch.read("servers").split(separator: "\n").count == 1)
  }

  @Test func connectsAnewAfterTheServerDied() async throws {
    let log = scratch.path.appending("servers")
    let inner = transport { connector in
      connector.program = "/bin/sh"
      connector.arguments = ["-c", "echo $$ >> '\(log)'; exec '\(builtProgram)' serve"]
    }
    let transport = RetryingTransport(inner, policy: RetryPolicy(wait: { _ in }))
    let bytes = sampleBytes(3 << 20)
    let counter = ByteCounter { killAll(listedIn: log) }
    try await transport.upload(
      .bytes(bytes), to: key("a"), verifying: ContentCheck(.md5, Digest(of: bytes)),
      progress: counter)
    #expect(counter.bytes == Int64(bytes.count))
    let collector = ByteCollector()
    let hasKilled = Atomic<Bool>(false)
    _ = try await transport.download(key("a")) { piece in
      if !hasKilled.exchange(true, ordering: .relaxed) { killAll(listedIn: log) }
      collector.receive(piece)
    }
    #expect(collector.bytes == bytes)
    await transport.close()
    #expect(try filesBelow(root).filter { !$0.hasPrefix(".cairn/tmp/") } == ["a"])
  }
}

private func killAll(listedIn log: FilePath) {
  let text = (try? readFile(log)) ?? []  // nobody is killed, which fails the test
  for process in String(decoding: text, as: UTF8.self).split(separator: "\n") {
    if let id = pid_t(process) { kill(id, SIGKILL) }
  }
}
