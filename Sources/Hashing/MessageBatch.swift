/// Whole messages in one buffer, hashed side by side.
///
/// Takes `capacity` bytes; a message takes its own bytes, its padding, and less than 64 more.
package struct MessageBatch: ~Copyable {
  private let buffer: UnsafeMutableRawBufferPointer
  private var end = 0
  private var messages: [Message] = []

  /// A message that is padded to whole blocks.
  private struct Message {
    var offset: Int
    var blocks: Int
  }

  /// - Parameter capacity: less than 4 GiB.
  package init(capacity: Int) {
    buffer = .allocate(byteCount: capacity, alignment: md5BlockSize)
  }

  deinit { buffer.deallocate() }

  package var count: Int { messages.count }

  /// Room for a message of at most `size` bytes, to be filled before `add`; nil when the batch is full.
  package func room(for size: Int) -> UnsafeMutableRawBufferPointer? {
    guard end + paddedSize(size) <= buffer.count else { return nil }
    return UnsafeMutableRawBufferPointer(rebasing: buffer[end...].prefix(size))
  }

  /// Takes the first `size` bytes of the room for a message.
  package mutating func add(_ size: Int) {
    let place = UnsafeMutableRawBufferPointer(rebasing: buffer[end...])
    let blocks = pad(place, size, of: Int64(size))
    messages.append(Message(offset: end, blocks: blocks))
    end += blocks * md5BlockSize
  }

  /// The bytes of message number `index`, which has `size` of them.
  package func bytes(_ index: Int, size: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer[messages[index].offset...].prefix(size))
  }

  /// The digests of the messages, in the order in which they came.
  package func digests(by kernel: MD5Kernel = .best) -> [Digest] {
    guard let base = buffer.baseAddress, !messages.isEmpty else { return [] }
    var lanes = MD5Lanes(kernel)
    var passing = Array(repeating: 0, count: kernel.lanes)
    var digests = Array(repeating: Digest(high: 0, low: 0), count: messages.count)
    // The long ones first, so that the lanes end at about the same time.
    var waiting = messages.indices.sorted { messages[$0].blocks < messages[$1].blocks }
    repeat {
      while let lane = lanes.idleLane, let next = waiting.popLast() {
        passing[lane] = next
        lanes.restart(lane)
        lanes.feed(lane, at: messages[next].offset, blocks: messages[next].blocks)
      }
      let ended = lanes.advance(base.assumingMemoryBound(to: UInt8.self))
      for lane in ended { digests[passing[lane]] = lanes.digest(lane) }
      if ended.isEmpty { return digests }
    } while true
  }

  package mutating func removeAll() {
    messages.removeAll(keepingCapacity: true)
    end = 0
  }
}
