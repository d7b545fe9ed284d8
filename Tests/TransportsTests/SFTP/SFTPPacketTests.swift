import TestSupport
import Testing

@testable import Transports

/// SFTP's packets, byte for byte.
struct SFTPPacketTests {
  private func sealed(_ packet: Packet, _ number: UInt32 = 7) -> [UInt8] {
    var packet = packet
    packet.seal(number: number)
    return packet.bytes
  }

  private func string(_ text: String) -> [UInt8] {
    [0, 0, 0, UInt8(text.utf8.count)] + Array(text.utf8)
  }

  @Test func writesLengthTypeAndNumber() {
    let bytes = sealed(Packet(.remove, Array("a/b".utf8)), 0x0102_0304)
    #expect(bytes == [0, 0, 0, 12, 13, 1, 2, 3, 4] + string("a/b"))
  }

  @Test func greetsWithAVersionInPlaceOfANumber() {
    #expect(sealed(Packet(.initialize), 3) == [0, 0, 0, 5, 1, 0, 0, 0, 3])
  }

  @Test func writesNumbersInNetworkOrder() {
    var packet = Packet(.read, [9])
    packet.append(UInt64(0x0102_0304_0506_0708))
    packet.append(UInt32(0x0A0B_0C0D))
    #expect(
      sealed(packet)
        == [0, 0, 0, 22, 5, 0, 0, 0, 7, 0, 0, 0, 1, 9, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13])
  }

  @Test func namesExtensions() {
    let bytes = sealed(Packet(extension: "x@y", [1], [2, 3]))
    #expect(
      bytes
        == [0, 0, 0, 23, 200, 0, 0, 0, 7] + string("x@y") + [0, 0, 0, 1, 1, 0, 0, 0, 2, 2, 3])
  }

  @Test func cutsPayloadsToWhatWasFilledIn() throws {
    var packet = Packet(.write, [9])
    let count = try packet.append(capacity: 100) { room in
      #expect(room.count == 100)
      room[0] = 5
      room[1] = 6
      return 2
    }
    #expect(count == 2)
    #expect(sealed(packet) == [0, 0, 0, 16, 6, 0, 0, 0, 7, 0, 0, 0, 1, 9, 0, 0, 0, 2, 5, 6])
  }

  @Test func writesModesAndSizes() {
    var packet = Packet(.makeDirectory)
    SFTPAttributes(size: 5, mode: 0o755).write(to: &packet)
    #expect(
      sealed(packet)
        == [0, 0, 0, 21, 14, 0, 0, 0, 7, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 1, 0xED])
  }
}

/// Answers of servers.
struct SFTPReplyTests {
  private func parse(_ packet: [UInt8]) throws -> SFTPReply {
    try SFTPReply.parse(packet[...]).reply
  }

  @Test func readsTheVersionAndItsExtensions() throws {
    let packet: [UInt8] = [2, 0, 0, 0, 3, 0, 0, 0, 1, 0x61, 0, 0, 0, 1, 0x31]
    #expect(try parse(packet) == .version(3, extensions: ["a": "1"]))
  }

  @Test func readsAStatusWithAndWithoutWords() throws {
    let bare: [UInt8] = [101, 0, 0, 0, 9, 0, 0, 0, 3]
    #expect(try parse(bare) == .status(SFTPStatus(code: .permissionDenied, message: "")))
    let told = bare + [0, 0, 0, 2, 0x6E, 0x6F, 0, 0, 0, 0]
    #expect(try parse(told) == .status(SFTPStatus(code: .permissionDenied, message: "no")))
    let strange: [UInt8] = [101, 0, 0, 0, 9, 0, 0, 1, 0]
    #expect(try parse(strange) == .status(SFTPStatus(code: .failure, message: "")))
  }

  @Test func readsEveryPartOfAttributes() throws {
    let packet: [UInt8] =
      [105, 0, 0, 0, 1, 0x80, 0, 0, 0x0F]
      + [0, 0, 0, 0, 0, 0, 1, 0]  // size
      + [0, 0, 0, 1, 0, 0, 0, 2]  // owner and group
      + [0, 0, 0x81, 0xA4]  // a file, 0644
      + [0, 0, 0, 3, 0, 0, 0, 4]  // read and modified
      + [0, 0, 0, 1, 0, 0, 0, 1, 0x78, 0, 0, 0, 0]  // one extension
    let attributes = SFTPAttributes(size: 256, mode: 0o100644, modified: 4)
    #expect(try parse(packet) == .attributes(attributes))
    #expect(attributes.kind == .file)
    #expect(try parse([105, 0, 0, 0, 1, 0, 0, 0, 0]) == .attributes(SFTPAttributes()))
  }

  @Test func readsNames() throws {
    let one: [UInt8] = [0, 0, 0, 1, 0xFF, 0, 0, 0, 2, 0x6C, 0x73, 0, 0, 0, 0]
    let packet: [UInt8] = [104, 0, 0, 0, 1, 0, 0, 0, 2] + one + one
    let name = SFTPName(name: [0xFF], attributes: SFTPAttributes())
    #expect(try parse(packet) == .names([name, name]))
  }

  @Test(
    arguments: [
      [], [101], [101, 0, 0, 0], [99, 0, 0, 0, 1], [102, 0, 0, 0, 1, 0, 0, 0, 2, 1],
      [103, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 1], [104, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF],
      [105, 0, 0, 0, 1, 0x80, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF], [105, 0, 0, 0, 1, 0, 0, 0, 1, 0],
      [2, 0, 0, 0, 3, 0, 0, 0, 9, 1],
    ] as [[UInt8]])
  func refusesWhatPromisesMoreThanItHolds(_ packet: [UInt8]) {
    #expect(throws: PacketError.self) { try parse(packet) }
  }

  @Test func readsLimits() throws {
    var features = SFTPFeatures(extensions: ["limits@openssh.com": "1"])
    #expect(features.tellsLimits && !features.renamesOver && !features.synchronizes)
    func apply(_ limits: UInt64...) throws {
      try features.apply(limits: limits.flatMap { withUnsafeBytes(of: $0.bigEndian, Array.init) })
    }
    try apply(262_144, 200, 100_000_000, 0)
    #expect(features.longestRead == 200)
    #expect(features.longestWrite == 128 << 10)
    #expect(features.width == 64)
    try apply(0, 0, 0, 100)
    #expect(features.width == 50)
    try apply(0, 0, 0, 1019)
    #expect(features.width == 256)
    #expect(throws: PacketError.self) { try features.apply(limits: [1, 2]) }
  }
}

/// The stream of packets.
struct SFTPFramesTests {
  private func append(_ bytes: some Sequence<UInt8>, to frames: inout PacketFrames) {
    Array(bytes).withUnsafeBytes { frames.append($0) }
  }

  @Test func waitsForWholePackets() throws {
    var frames = PacketFrames()
    let stream: [UInt8] = [0, 0, 0, 2, 1, 2, 0, 0, 0, 1, 3]
    var found: [[UInt8]] = []
    for byte in stream {
      append([byte], to: &frames)
      while let packet = try frames.next() { found.append(Array(packet)) }
    }
    #expect(found == [[1, 2], [3]])
  }

  @Test(arguments: [
    [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], Array("Welcome to the server\n".utf8),
  ])
  func refusesStrangeLengthsAtOnce(_ bytes: [UInt8]) {
    var frames = PacketFrames()
    append(bytes, to: &frames)
    let error = #expect(throws: PacketError.self) { try frames.next() }
    if bytes.count > 4 { #expect(error?.detail == "the server sent 'Welcome to the server.'") }
  }

  /// Whatever a server sends, parsing it ends, and gives no more than was sent.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func survivesHostileServers(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      var stream: [UInt8] = []
      for _ in 0..<Int.random(in: 1...4, using: &generator) { stream += packet(&generator) }
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        stream[Int.random(in: stream.indices, using: &generator)] = UInt8(generator.next() & 0xFF)
      }
      let given = feed(stream, &generator)
      #expect(given <= stream.count, "seed \(seed): \(stream)")
    }
  }

  /// Feeds a stream in pieces until its end or its first error; returns the bytes that came out.
  private func feed(_ stream: [UInt8], _ generator: inout SeededGenerator) -> Int {
    var frames = PacketFrames()
    var rest = stream[...]
    var given = 0
    do {
      while !rest.isEmpty {
        let count = Int.random(in: 1...rest.count, using: &generator)
        append(rest.prefix(count), to: &frames)
        rest = rest.dropFirst(count)
        while let packet = try frames.next() { given += size(try SFTPReply.parse(packet).reply) }
      }
    } catch {}  // what was refused gave nothing
    return given
  }

  private func size(_ reply: SFTPReply) -> Int {
    switch reply {
    case .version(_, let extensions):
      extensions.reduce(0) { $0 + min($1.key.utf8.count, 1) + min($1.value.utf8.count, 1) }
    case .status, .attributes: 1
    case .handle(let bytes), .data(let bytes), .extended(let bytes): bytes.count
    case .names(let names): names.reduce(0) { $0 + $1.name.count + 1 }
    }
  }

  /// A packet that is right in its outline.
  private func packet(_ generator: inout SeededGenerator) -> [UInt8] {
    let types: [UInt8] = [2, 101, 102, 103, 104, 105, 201, UInt8(generator.next() & 0xFF)]
    let type = types[Int.random(in: types.indices, using: &generator)]
    var body: [UInt8] = [0, 0, 0, 1]
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      switch Int.random(in: 0...2, using: &generator) {
      case 0: body += [0, 0, 0, UInt8.random(in: 0...20, using: &generator)]
      case 1: body += generator.bytes(Int.random(in: 0...24, using: &generator))
      default: body += [0, 0, 0, 3, 1, 2, 3]
      }
    }
    return [0, 0, 0, UInt8(body.count + 1), type] + body
  }
}
