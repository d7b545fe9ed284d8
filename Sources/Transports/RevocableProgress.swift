import Basics
import Synchronization

/// Takes back what it told of a try that failed.
final class RevocableProgress: ProgressObserver {
  private let observer: any ProgressObserver
  private let told = Atomic<Int64>(0)

  init(_ observer: any ProgressObserver) {
    self.observer = observer
  }

  func observe(_ event: ProgressEvent) {
    if case .advanced(_, let bytes) = event { told.wrappingAdd(bytes, ordering: .relaxed) }
    observer.observe(event)
  }

  func revoke() {
    let bytes = told.load(ordering: .relaxed)
    if bytes != 0 { observer.observe(.advanced(files: 0, bytes: -bytes)) }
  }
}
