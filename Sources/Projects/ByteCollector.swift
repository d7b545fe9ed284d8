import Synchronization

/// Keeps what a small download brings.
final class ByteCollector: Sendable {
  private let state = Mutex<[UInt8]>([])

  func append(_ piece: UnsafeRawBufferPointer) {
    state.withLock { $0.append(contentsOf: piece) }
  }

  var bytes: [UInt8] { state.withLock { $0 } }
}
