import Basics
import Synchronization

/// Turns how many bytes of a body have gone out into increments.
final class UploadedBytes: Sendable {
  private let observer: any ProgressObserver
  private let told = Mutex<Int64>(0)

  init(_ observer: any ProgressObserver) {
    self.observer = observer
  }

  /// - Parameter total: of this body, so far.
  @Sendable func note(_ total: Int64) {
    let more = told.withLock { told in
      defer { told = max(told, total) }
      return max(0, total - told)
    }
    if more > 0 { observer.observe(.advanced(files: 0, bytes: more)) }
  }
}
