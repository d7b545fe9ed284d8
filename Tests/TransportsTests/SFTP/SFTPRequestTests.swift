import Basics
import FileAccess
import Hashing
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// What a server is asked for, as seen from between it and us.
struct SFTPRequestTests {
  /// Many uploads to a directory that is not there make it once, and ask for five things each.
  @Test func asksForNoMoreThanItMust() async throws {
    let server = try RecordedServer()
    let transport = SFTPTransport(
      server.connector, root: server.scratch.path.appending("remote").bytes)
    try await upload(["aa/0"], transport)
    let before = try server.requests()
    try await upload((0..<40).map { "bb/\($0)" }, transport)
    let counts = try server.requests().merging(before) { $0 - $1 }.filter { $0.value > 0 }
    for name in [
      "open", "write", SFTPFeatures.synchronize, "close", SFTPFeatures.renameOver,
    ] {
      #expect(counts[name] == 40, "\(name)")
    }
    #expect(counts["makeDirectory"] == 1)
    #expect(counts["status"] == nil && counts["setHandleStatus"] == nil)
    await transport.close()
  }

  /// A download of a small object asks for three things; a larger one for its size, too.
  @Test(arguments: [0, 20_000, 200_000])
  func asksForTheSizeWhereItMust(_ size: Int) async throws {
    let server = try RecordedServer()
    try server.scratch.write(sampleBytes(size), to: "remote/aa/0")
    let transport = SFTPTransport(
      server.connector, root: server.scratch.path.appending("remote").bytes)
    let key = try #require(ObjectKey("aa/0"))
    _ = try await transport.stat(key)
    let before = try server.requests()
    let collector = ByteCollector()
    let object = try await transport.download(key, into: collector.receive)
    #expect(object.size == Int64(size))
    #expect(collector.bytes == sampleBytes(size))
    await transport.close()
    let counts = try server.requests().merging(before) { $0 - $1 }.filter { $0.value > 0 }
    let isSmall = size < SFTPFeatures.longestUseful
    #expect(
      counts
        == (isSmall ? [:] : ["handleStatus": 1]).merging(
          ["open": 1, "read": isSmall ? 1 : 2, "close": 1]) { $1 })
  }

  private func upload(_ names: [String], _ transport: SFTPTransport) async throws {
    let bytes = sampleBytes(20_000)
    let check = ContentCheck(.md5, Digest(of: bytes))
    let results = await concurrentMap(names, width: names.count) { name in
      let key = try #require(ObjectKey(name))
      try await transport.upload(.bytes(bytes), to: key, verifying: check)
    }
    for result in results { try result.get() }
  }
}

/// `sftp-server` on a pipe, in one session, with all requests written down before it gets them.
struct RecordedServer {
  let scratch: TemporaryDirectory
  let connector: PipeConnector

  init() throws {
    scratch = try TemporaryDirectory()
    connector = PipeConnector(
      program: "/bin/sh",
      // `tee` writes to its standard output first.
      arguments: [
        "-c", "tee /dev/fd/3 3>&1 >'\(scratch.path)/requests' | \(PipeConnector.server)",
      ],
      channelLimit: 1)
  }

  /// How many requests there were of each kind; extensions by their names.
  func requests() throws -> [String: Int] {
    var frames = PacketFrames()
    try readFile(scratch.path.appending("requests")).withUnsafeBytes { frames.append($0) }
    var counts: [String: Int] = [:]
    while let packet = try frames.next() {
      var reader = PacketReader(packet)
      let type = SFTPPacketType(rawValue: try reader.byte())
      _ = try reader.word()
      let name =
        type == .extended
        ? String(decoding: try reader.string(), as: UTF8.self) : type.map { "\($0)" } ?? "?"
      counts[name, default: 0] += 1
    }
    return counts
  }
}
