import Synchronization

/// A sink that keeps what it gets.
package final class ByteCollector: Sendable {
  private let pieces = Mutex<[[UInt8]]>([])

  package init() {}

  package var bytes: [UInt8] { pieces.withLock { Array($0.joined()) } }

  package var pieceSizes: [Int] { pieces.withLock { $0.map(\.count) } }

  @Sendable package func receive(_ piece: UnsafeRawBufferPointer) {
    let bytes = Array(piece)
    pieces.withLock { $0.append(bytes) }
  }
}
