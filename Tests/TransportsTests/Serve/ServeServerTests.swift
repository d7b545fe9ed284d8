import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// `cairn serve` as it meets clients that are not ours, byte by byte.
struct ServeServerTests {
  private let scratch: TemporaryDirectory

  init() throws {
    scratch = try TemporaryDirectory()
  }

  /// What the server says to `packets`, and how it ends when they do.
  private func answers(
    to packets: [(number: UInt32, packet: Packet)], greeting: Bool = true
  ) throws -> (messages: [ServeMessage], result: ChildProcess.Result) {
    var bytes: [UInt8] = greeting ? [0, 0, 0, 5, 1, 0, 0, 0, 3] : []
    for (number, packet) in packets {
      var packet = packet
      packet.seal(number: number)
      bytes += packet.bytes
    }
    let result = try ServePipeConnector().startServe().exchange(bytes)
    var frames = PacketFrames()
    #expect(result.output.starts(with: Array("\u{1}cairn-serve 1\n".utf8)))
    result.output.dropFirst(15).withUnsafeBytes { frames.append($0) }
    var messages: [ServeMessage] = []
    while let packet = try frames.next() { messages.append(try ServeMessage(packet)) }
    return (messages, result)
  }

  private var opening: Packet {
    var packet = Packet(kind: .open)
    packet.append(10 as UInt32)
    packet.append(1000 as UInt32)
    packet.append(scratch.path.bytes)
    return packet
  }

  private func put(_ key: String, size: UInt64) -> Packet {
    var packet = Packet(kind: .put)
    packet.append(size)
    packet.append(nil as ContentCheck?)
    packet.append(text: key)
    return packet
  }

  private func data(_ text: String) -> Packet {
    var packet = Packet(kind: .data)
    packet.append(raw: text.utf8)
    return packet
  }

  /// So that nobody's questions take more memory than the protocol says.
  @Test func refusesAQuestionAboutTooMany() throws {
    var question = Packet(kind: .holds)
    question.append([])
    question.append([])
    question.append(raw: [UInt8](repeating: 0, count: 16 * 8001))
    let (messages, _) = try answers(to: [(0, opening), (1, question)])
    var reader = try #require(messages.first { $0.number == 1 }).reader
    #expect(try reader.text() == "failed")
    #expect(try reader.text() == "too many objects in one question")
  }

  /// A client that dies in the middle leaves nothing.
  @Test func leavesNothingOfAnUploadWhoseClientIsGone() throws {
    let (_, result) = try answers(to: [(0, opening), (1, put("a", size: 10)), (1, data("12345"))])
    #expect(result.status == 0)
    #expect(try filesBelow(scratch.path) == [])
  }

  @Test func takesNoLessAndNoMoreThanWasPromised() throws {
    for size in [4, 6] as [UInt64] {
      let (messages, _) = try answers(to: [
        (0, opening), (1, put("a", size: size)), (1, data("12345")), (1, Packet(kind: .end)),
      ])
      #expect(messages.filter { $0.number == 1 }.map(\.kind) == [.failure])
      #expect(try filesBelow(scratch.path) == [])
    }
  }

  @Test(arguments: ["", "/a", "a/../../b", "..", ".cairn/tmp/0/x", "a//b"])
  func staysBelowItsRoot(_ key: String) throws {
    let (messages, _) = try answers(to: [
      (0, opening), (1, put(key, size: 1)), (1, data("1")), (1, Packet(kind: .end)),
    ])
    let failure = try #require(messages.first { $0.number == 1 })
    var reader = failure.reader
    #expect(try reader.text() == "rejected")
    #expect(try filesBelow(scratch.path) == [])
  }

  @Test func endsWithAClientThatSpeaksSomethingElse() throws {
    for packets in [[(1, Packet(kind: .stat))], [(0, opening), (1, Packet(type: 200))]] {
      let (_, result) = try answers(to: packets.map { (UInt32($0.0), $0.1) })
      #expect(result.status == 255)
      #expect(!result.errors.isEmpty)
    }
  }

  @Test func dropsWhatComesForAnUploadThatWasRefused() throws {
    var piece = Packet(kind: .data)
    piece.append(raw: [UInt8](repeating: 1, count: 128 << 10))
    let late = (0..<20).map { _ in (1 as UInt32, piece) }
    let (messages, result) = try answers(to: [(0, opening), (1, put("a", size: 1))] + late)
    #expect(messages.filter { $0.number == 1 }.map(\.kind) == [.failure])
    #expect(result.status == 0)
    #expect(try filesBelow(scratch.path) == [])
  }
}
