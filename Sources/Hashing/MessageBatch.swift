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

  private static let blockSize = 64

  /// - Parameter capacity: less than 4 GiB.
  package init(capacity: Int) {
    buffer = .allocate(byteCount: capacity, alignment: Self.blockSize)
  }

  deinit { buffer.deallocate() }

  package var count: Int { messages.count }

  /// Room for a message of at most `size` bytes, to be filled before `add`; nil when the batch is full.
  package func room(for size: Int) -> UnsafeMutableRawBufferPointer? {
    guard end + Self.paddedSize(size) <= buffer.count else { return nil }
    return UnsafeMutableRawBufferPointer(rebasing: buffer[end...].prefix(size))
  }

  /// Takes the first `size` bytes of the room for a message.
  package mutating func add(_ size: Int) {
    let padded = Self.paddedSize(size)
    let place = UnsafeMutableRawBufferPointer(rebasing: buffer[end..<(end + padded)])
    place[size] = 0x80
    for index in (size + 1)..<(padded - 8) { place[index] = 0 }
    place.storeBytes(
      of: UInt64(size).littleEndian * 8, toByteOffset: padded - 8, as: UInt64.self)
    messages.append(Message(offset: end, blocks: padded / Self.blockSize))
    end += padded
  }

  /// The bytes of message number `index`, which has `size` of them.
  package func bytes(_ index: Int, size: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer[messages[index].offset...].prefix(size))
  }

  /// The digests of the messages, in the order in which they came.
  package func digests(by kernel: MD5Kernel = .best) -> [Digest] {
    guard let base = buffer.baseAddress, !messages.isEmpty else { return [] }
    var run = MD5Run(kernel, messages.count)
    // The long ones first, so that the lanes end at about the same time.
    var waiting = messages.indices.sorted { messages[$0].blocks < messages[$1].blocks }
    while run.isBusy || !waiting.isEmpty {
      while run.hasFreeLane, let next = waiting.popLast() {
        run.begin(next, at: messages[next].offset, blocks: messages[next].blocks)
      }
      run.advance(base.assumingMemoryBound(to: UInt8.self))
    }
    return run.digests
  }

  package mutating func removeAll() {
    messages.removeAll(keepingCapacity: true)
    end = 0
  }

  /// The size with the bit that ends a message, zeros, and its length in bits.
  private static func paddedSize(_ size: Int) -> Int {
    (size + 9 + blockSize - 1) / blockSize * blockSize
  }
}
