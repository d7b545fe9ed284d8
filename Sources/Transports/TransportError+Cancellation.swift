import FileAccess

/// Throws when the task was cancelled or the user asked to stop.
func checkCancellation(_ key: ObjectKey? = nil) throws(TransportError) {
  if Task.isCancelled { throw .cancelled(key, CancellationError()) }
  do { try checkInterruption() } catch { throw .cancelled(key, error) }
}

extension TransportError {
  package static func cancelled(
    _ key: ObjectKey?, _ cause: any Error = CancellationError()
  ) -> TransportError {
    TransportError(.cancelled, key: key, detail: "cancelled", cause: cause)
  }
}
