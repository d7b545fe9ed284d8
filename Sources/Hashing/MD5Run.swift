/// The states of all lanes while messages pass through them.
struct MD5Run: ~Copyable {
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
