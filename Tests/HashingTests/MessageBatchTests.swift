import Hashing
import TestSupport
import Testing

@Suite struct MessageBatchTests {
  private static let kernels = MD5Kernel.all.map(\.name)

  private func kernel(_ name: String) throws -> MD5Kernel {
    try #require(MD5Kernel.all.first { $0.name == name })
  }

  private func check(_ messages: [[UInt8]], _ kernel: MD5Kernel) throws {
    var batch = MessageBatch(capacity: messages.reduce(0) { $0 + $1.count + 128 })
    for message in messages {
      let room = batch.room(for: message.count + 1)
      try #require(room).copyBytes(from: message)
      batch.add(message.count)
    }
    let digests = batch.digests(by: kernel)
    let wrong = messages.indices.filter { digests[$0] != Digest(of: messages[$0]) }
    #expect(wrong.isEmpty, "\(kernel.name)")
  }

  @Test(arguments: kernels)
  func agreesWithOpenSSLOnEveryLength(name: String) throws {
    let bytes = (0..<400).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ 7) }
    try check((0...400).map { Array(bytes.prefix($0)) }, kernel(name))
  }

  /// Lengths of all kinds side by side, in any number.
  @Test(arguments: kernels)
  func agreesWithOpenSSLOnRandomMessages(name: String) throws {
    var random = SeededGenerator(seed: 24)
    let bytes = (0..<200_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    for _ in 0..<40 {
      let messages = (0..<Int.random(in: 1...70, using: &random)).map { _ in
        let limit = [10, 200, 5000, 70_000].randomElement(using: &random) ?? 0
        let start = Int.random(in: 0...bytes.count - limit, using: &random)
        return Array(bytes[start...].prefix(Int.random(in: 0...limit, using: &random)))
      }
      try check(messages, kernel(name))
    }
  }

  @Test func hasNoRoomForMoreThanItHolds() {
    var batch = MessageBatch(capacity: 128)
    var rooms = [120, 119].map { batch.room(for: $0)?.count }
    batch.add(55)
    rooms += [56, 55].map { batch.room(for: $0)?.count }
    batch.removeAll()
    rooms += [119].map { batch.room(for: $0)?.count }
    #expect(rooms == [nil, 119, nil, 55, 119])
    let digests = batch.digests()
    #expect(digests.isEmpty)
  }
}
