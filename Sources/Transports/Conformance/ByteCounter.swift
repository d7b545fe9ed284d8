package import Basics
import Synchronization

/// Adds up the bytes of a transfer, and calls back at the first of them.
package final class ByteCounter: ProgressObserver {
  private let total = Atomic<Int64>(0)
  private let hasBegun = Atomic<Bool>(false)
  private let atFirst: @Sendable () -> Void

  package init(atFirst: @escaping @Sendable () -> Void = {}) {
    self.atFirst = atFirst
  }

  package var bytes: Int64 { total.load(ordering: .relaxed) }

  package func observe(_ event: ProgressEvent) {
    guard case .advanced(_, let bytes) = event else { return }
    total.wrappingAdd(bytes, ordering: .relaxed)
    if !hasBegun.exchange(true, ordering: .relaxed) { atFirst() }
  }
}
