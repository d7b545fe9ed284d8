import CMultiMD5

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

/// Code for the vector registers of one kind of processor.
package struct MD5Kernel: Sendable {
  package let name: String
  package let lanes: Int
  fileprivate let run:
    @convention(c) @Sendable (
      UnsafeMutablePointer<UInt32>?, UnsafePointer<UInt8>?, UnsafePointer<UInt32>?, Int
    ) -> Void

  /// Those that this processor can run, the fastest first.
  package static let all: [MD5Kernel] = (0...).lazy.map { cairn_md5_kernel_at($0) }
    .prefix { $0.name != nil }.compactMap(MD5Kernel.init)

  package static let best = all[0]

  private init?(_ kernel: cairn_md5_kernel) {
    guard let name = kernel.name, let run = kernel.run else { return nil }
    self.name = String(cString: name)
    lanes = kernel.lanes
    self.run = unsafeBitCast(run, to: type(of: self.run))
  }
}

/// The states of all lanes while messages pass through them.
private struct MD5Run: ~Copyable {
  private let kernel: MD5Kernel
  /// The first words of all lanes, then the second ones, and so on.
  private let state: UnsafeMutableBufferPointer<UInt32>
  private var offsets: [UInt32]
  /// Blocks that each lane has before it; 0 for a free one.
  private var left: [Int]
  private var message: [Int]
  private(set) var digests: [Digest]

  private static let start: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]

  init(_ kernel: MD5Kernel, _ count: Int) {
    self.kernel = kernel
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: kernel.lanes * 16, alignment: 64)
    state = bytes.bindMemory(to: UInt32.self)
    state.initialize(repeating: 0)
    offsets = Array(repeating: 0, count: kernel.lanes)
    left = Array(repeating: 0, count: kernel.lanes)
    message = Array(repeating: 0, count: kernel.lanes)
    digests = Array(repeating: Digest(high: 0, low: 0), count: count)
  }

  deinit { state.deallocate() }

  var isBusy: Bool { left.contains { $0 > 0 } }
  var hasFreeLane: Bool { left.contains(0) }

  mutating func begin(_ index: Int, at offset: Int, blocks: Int) {
    guard let lane = left.firstIndex(of: 0) else { return }
    for word in 0..<4 { state[word * kernel.lanes + lane] = Self.start[word] }
    offsets[lane] = UInt32(offset)
    left[lane] = blocks
    message[lane] = index
  }

  /// Goes on until a lane has come to its end.
  mutating func advance(_ base: UnsafePointer<UInt8>) {
    guard let blocks = left.filter({ $0 > 0 }).min(),
      let busy = left.firstIndex(where: { $0 > 0 })
    else { return }
    // Free lanes read along with a busy one.
    for lane in left.indices where left[lane] == 0 { offsets[lane] = offsets[busy] }
    kernel.run(state.baseAddress, base, offsets, blocks)
    for lane in left.indices where left[lane] > 0 {
      offsets[lane] += UInt32(blocks * 64)
      left[lane] -= blocks
      if left[lane] == 0 { digests[message[lane]] = digest(lane) }
    }
  }

  private func digest(_ lane: Int) -> Digest {
    let words = (0..<4).map { UInt64(state[$0 * kernel.lanes + lane].byteSwapped) }
    return Digest(high: words[0] << 32 | words[1], low: words[2] << 32 | words[3])
  }
}
