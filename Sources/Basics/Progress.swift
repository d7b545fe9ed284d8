/// Something that happened in a long job. Counts are increments, never totals.
package enum ProgressEvent: Sendable, Equatable {
  /// A phase began; `files` and `bytes` are what it has to do, where that is known.
  case started(Phase, files: Int?, bytes: Int64?)
  case advanced(files: Int, bytes: Int64)
  /// The phase ended, whether or not all of it was done.
  case finished

  package enum Phase: String, Sendable, CaseIterable {
    case collecting = "Collecting"
    case hashing = "Hashing"
    case storing = "Adding"
    case checkingOut = "Checkout"
    case querying = "Querying"
    case pushing = "Pushing"
    case fetching = "Fetching"
    case removing = "Removing"
    case verifying = "Verifying"
  }
}

/// Told of progress from any thread, often; must return at once.
package protocol ProgressObserver: Sendable {
  func observe(_ event: ProgressEvent)
}

/// Passes on how far a job is, and not where its parts begin and end.
package struct ProgressOfPart: ProgressObserver {
  private let whole: any ProgressObserver

  package init(of whole: any ProgressObserver) {
    self.whole = whole
  }

  package func observe(_ event: ProgressEvent) {
    if case .advanced = event { whole.observe(event) }
  }
}

/// Shows nothing.
package struct NoProgress: ProgressObserver {
  package init() {}
  package func observe(_ event: ProgressEvent) {}
}
