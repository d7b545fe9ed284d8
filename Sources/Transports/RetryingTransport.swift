package import Basics

/// Tries again what failed for a passing reason: throttled or interrupted, and a remote that cannot be reached
/// any more.
package struct RetryingTransport: ForwardingTransport {
  package let inner: any Transport
  private let policy: RetryPolicy
  private let health = RemoteHealth()

  package init(_ inner: any Transport, policy: RetryPolicy = RetryPolicy()) {
    self.inner = inner
    self.policy = policy
  }

  package func stat(_ key: ObjectKey) async throws(TransportError) -> RemoteObject? {
    try await retrying { () async throws(TransportError) in try await inner.stat(key) }
  }

  /// Goes on where a broken download stopped, so that `sink` gets every byte once.
  package func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject {
    let resumption = Resumption(range: range, byRange: inner.traits.hasRanges, sink: sink)
    return try await retrying { () async throws(TransportError) in
      do throws(TransportError) {
        let range = resumption.nextRange()
        return try resumption.finish(
          await inner.download(key, range: range, into: resumption.receive))
      } catch {
        throw resumption.checked(error)
      }
    }
  }

  package func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) async throws(TransportError) {
    try await retrying { () async throws(TransportError) in
      let attempt = RevocableProgress(progress)
      do throws(TransportError) {
        try await inner.upload(source, to: key, verifying: check, progress: attempt)
      } catch {
        attempt.revoke()
        throw error
      }
    }
  }

  package func delete(_ keys: [ObjectKey]) async -> [ObjectKey: TransportError] {
    var refused = await inner.delete(keys)
    var failures = 1
    while let delay = refused.values.compactMap({ policy.delay(after: $0, failures: failures) })
      .max()
    {
      do { try await policy.wait(delay) } catch { break }
      let again = refused.filter { $0.value.isTransient }.keys
      let left = await inner.delete(again.sorted())
      for key in again { refused[key] = left[key] }
      failures += 1
    }
    return refused
  }

  package func list(
    prefix: String, after token: ListToken?, detail: ListDetail
  ) async throws(TransportError) -> ListPage {
    try await retrying { () async throws(TransportError) in
      try await inner.list(prefix: prefix, after: token, detail: detail)
    }
  }

  package func holds(_ names: DigestNames) async throws(TransportError) -> [Bool]? {
    try await retrying { () async throws(TransportError) in try await inner.holds(names) }
  }

  package func synchronize() async throws(TransportError) {
    try await retrying { () async throws(TransportError) in try await inner.synchronize() }
  }

  private func retrying<Value: Sendable>(
    _ call: () async throws(TransportError) -> Value
  ) async throws(TransportError) -> Value {
    try await Transports.retrying(policy) { () async throws(TransportError) in
      try await health.watch(call)
    }
  }
}

/// Makes `call` again as long as `policy` says so.
func retrying<Value: Sendable>(
  _ policy: RetryPolicy, _ call: () async throws(TransportError) -> Value
) async throws(TransportError) -> Value {
  var failures = 0
  while true {
    do throws(TransportError) {
      return try await call()
    } catch {
      failures += 1
      guard let delay = policy.delay(after: error, failures: failures) else {
        throw error.afterTries(failures)
      }
      do { try await policy.wait(delay) } catch let reason { throw error.stopped(by: reason) }
    }
  }
}

extension TransportError {
  fileprivate func afterTries(_ count: Int) -> TransportError {
    guard count > 1, isTransient else { return self }
    var error = self
    error.detail += " (tried \(count) times)"
    return error
  }

  fileprivate func stopped(by reason: any Error) -> TransportError {
    reason is CancellationError ? .cancelled(key) : self
  }
}
