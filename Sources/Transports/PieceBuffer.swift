/// The memory that pieces of a transfer pass through.
struct PieceBuffer: ~Copyable {
  /// The hash is fastest, and memory still small, at 128 KiB.
  static let usualSize: Int64 = 128 << 10

  let bytes: UnsafeMutableRawBufferPointer

  init(capacity: Int) {
    bytes = .allocate(byteCount: max(capacity, 1), alignment: 16)
  }

  deinit {
    bytes.deallocate()
  }

  func prefix(_ count: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(rebasing: bytes[..<count])
  }
}
