import Hashing
import TestSupport
import Testing

@Suite struct MessageStreamsTests {
  private static let kernels = MD5Kernel.all.map(\.name)

  /// The digests of messages that pass through few streams in pieces of 128 bytes.
  private func digests(of messages: [[UInt8]], limit: Int, _ kernel: MD5Kernel) -> [Digest?] {
    var streams = MessageStreams(limit: limit, pieceSize: 128, kernel: kernel)
    var digests = [Digest?](repeating: nil, count: messages.count)
    var passing = [(message: Int, done: Int)?](repeating: nil, count: streams.count)
    var next = 0
    while true {
      for stream in passing.indices where passing[stream] == nil && next < messages.count {
        streams.begin(stream)
        passing[stream] = (next, 0)
        next += 1
      }
      if passing.allSatisfy({ $0 == nil }) { return digests }
      for (stream, place) in passing.enumerated() {
        guard let place else { continue }
        let piece = messages[place.message].dropFirst(place.done).prefix(128)
        streams.room(stream).copyBytes(from: piece)
        streams.add(piece.count, to: stream)
        passing[stream]?.done += piece.count
      }
      for (stream, digest) in streams.hash() {
        if let message = passing[stream]?.message { digests[message] = digest }
        passing[stream] = nil
      }
    }
  }

  /// Ends of every kind fall together with full pieces of other messages.
  @Test(arguments: kernels, [1, 3, 64])
  func agreesWithOpenSSLOnEveryLength(name: String, limit: Int) throws {
    let kernel = try #require(MD5Kernel.all.first { $0.name == name })
    let bytes = (0..<700).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ 7) }
    var random = SeededGenerator(seed: 5)
    let messages = (0...700).map { Array(bytes.prefix($0)) }.shuffled(using: &random)
    let digests = digests(of: messages, limit: limit, kernel)
    let wrong = messages.indices.filter { digests[$0] != Digest(of: messages[$0]) }
    #expect(wrong.isEmpty)
  }
}
