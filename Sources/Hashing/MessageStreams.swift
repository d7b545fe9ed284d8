/// Messages that arrive piece by piece, side by side, and are hashed so.
///
/// Takes one piece of memory for each stream.
package struct MessageStreams: ~Copyable {
  /// How many streams there are.
  package let count: Int
  private let pieceSize: Int
  private let buffer: UnsafeMutableRawBufferPointer
  private var lanes: MD5Lanes
  /// Of each stream, the bytes of its message so far.
  private var sizes: [Int64]
  private var isEnding: [Bool]

  /// - Parameters:
  ///   - limit: the most streams that are wanted; a kernel may have fewer lanes.
  ///   - pieceSize: whole blocks, in bytes.
  package init(limit: Int, pieceSize: Int = 128 << 10, kernel: MD5Kernel = .best) {
    precondition(pieceSize % md5BlockSize == 0 && limit > 0)
    count = min(limit, kernel.lanes)
    self.pieceSize = pieceSize
    lanes = MD5Lanes(kernel)
    buffer = .allocate(byteCount: count * (pieceSize + 2 * md5BlockSize), alignment: md5BlockSize)
    sizes = Array(repeating: 0, count: count)
    isEnding = Array(repeating: false, count: count)
  }

  deinit { buffer.deallocate() }

  /// Begins a message.
  package mutating func begin(_ stream: Int) {
    lanes.restart(stream)
    sizes[stream] = 0
    isEnding[stream] = false
  }

  /// Room for the next piece of a message.
  package func room(_ stream: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(rebasing: buffer[offset(stream)...].prefix(pieceSize))
  }

  /// Takes the first `size` bytes of the room; fewer than fill it end the message.
  package mutating func add(_ size: Int, to stream: Int) {
    sizes[stream] += Int64(size)
    isEnding[stream] = size < pieceSize
    let place = UnsafeMutableRawBufferPointer(rebasing: buffer[offset(stream)...])
    let blocks = isEnding[stream] ? pad(place, size, of: sizes[stream]) : size / md5BlockSize
    lanes.feed(stream, at: offset(stream), blocks: blocks)
  }

  /// Hashes all pieces that were added.
  ///
  /// - Returns: the messages that have ended.
  package mutating func hash() -> [(stream: Int, digest: Digest)] {
    guard let base = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return [] }
    var digests: [(stream: Int, digest: Digest)] = []
    while true {
      let idle = lanes.advance(base)
      if idle.isEmpty { return digests }
      for stream in idle where isEnding[stream] { digests.append((stream, lanes.digest(stream))) }
    }
  }

  private func offset(_ stream: Int) -> Int { stream * (pieceSize + 2 * md5BlockSize) }
}
