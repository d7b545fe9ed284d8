/// The states of all lanes of a kernel while messages pass through them.
struct MD5Lanes: ~Copyable {
  let kernel: MD5Kernel
  /// The first words of all lanes, then the second ones, and so on.
  private let state: UnsafeMutableBufferPointer<UInt32>
  private var offsets: [UInt32]
  /// Blocks that each lane has before it.
  private var left: [Int]

  private static let start: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]

  init(_ kernel: MD5Kernel) {
    self.kernel = kernel
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: kernel.lanes * 16, alignment: 64)
    state = bytes.bindMemory(to: UInt32.self)
    state.initialize(repeating: 0)
    offsets = Array(repeating: 0, count: kernel.lanes)
    left = Array(repeating: 0, count: kernel.lanes)
  }

  deinit { state.deallocate() }

  /// A lane with nothing before it.
  var idleLane: Int? { left.firstIndex(of: 0) }

  /// Begins another message in a lane.
  func restart(_ lane: Int) {
    for word in 0..<4 { state[word * kernel.lanes + lane] = Self.start[word] }
  }

  /// Gives an idle lane the next blocks of its message, which lie `offset` bytes after the base.
  mutating func feed(_ lane: Int, at offset: Int, blocks: Int) {
    offsets[lane] = UInt32(offset)
    left[lane] = blocks
  }

  /// Goes on until a lane has become idle.
  ///
  /// - Returns: the lanes that have; none when all were.
  mutating func advance(_ base: UnsafePointer<UInt8>) -> [Int] {
    let busy = left.indices.filter { left[$0] > 0 }
    guard let first = busy.first, let blocks = left.filter({ $0 > 0 }).min() else { return [] }
    // Idle lanes read along with a busy one.
    for lane in left.indices where left[lane] == 0 { offsets[lane] = offsets[first] }
    let idle = left.indices.filter { left[$0] == 0 }
    let kept = idle.map { lane in (0..<4).map { state[$0 * kernel.lanes + lane] } }
    kernel.run(state.baseAddress, base, offsets, blocks)
    for (lane, words) in zip(idle, kept) {
      for word in 0..<4 { state[word * kernel.lanes + lane] = words[word] }
    }
    for lane in busy {
      offsets[lane] += UInt32(blocks * 64)
      left[lane] -= blocks
    }
    return busy.filter { left[$0] == 0 }
  }

  /// The state of a lane, as a digest.
  func digest(_ lane: Int) -> Digest {
    let words = (0..<4).map { UInt64(state[$0 * kernel.lanes + lane].byteSwapped) }
    return Digest(high: words[0] << 32 | words[1], low: words[2] << 32 | words[3])
  }
}
