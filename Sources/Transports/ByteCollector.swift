import Synchronization

/// A sink that keeps what it gets.
package final class ByteCollector: Sendable {
  private let pieces = Mutex<[[UInt8]]>([])

  package init() {}

  /// Piece by piece: `joined` goes byte by byte, which takes seconds in a debug build.
  package var bytes: [UInt8] { pieces.withLock { $0.reduce(into: []) { $0 += $1 } } }

  package var pieceSizes: [Int] { pieces.withLock { $0.map(\.count) } }

  @Sendable package func receive(_ piece: UnsafeRawBufferPointer) {
    let bytes = Array(piece)
    pieces.withLock { $0.append(bytes) }
  }
}
