import CPlatform

/// Has the disk take a large file while it is written, so that less is left for the sync at the end.
package struct Writeback {
  /// Bytes that are worth a request.
  private static let stride: Int64 = 8 << 20

  private let isWanted: Bool
  private var written: Int64 = 0
  private var begun: Int64 = 0

  package init(isWanted: Bool) {
    self.isWanted = isWanted
  }

  /// Notes that so many more bytes were written, one after the other.
  ///
  /// - Returns: what the disk should begin with now.
  package mutating func note(_ count: Int) -> Range<Int64>? {
    written += Int64(count)
    guard isWanted, written - begun >= Self.stride else { return nil }
    defer { begun = written }
    return begun..<written
  }
}

extension OpenFile {
  /// Has the disk begin to take bytes that were written, without waiting.
  package func startWriteback(_ range: Range<Int64>) {
    // Where the file system cannot, the sync does it all.
    _ = cairn_start_writeback(descriptor, off_t(range.lowerBound), off_t(range.count))
  }
}
