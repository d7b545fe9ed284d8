/// Attempts to connect that failed one after the other. All calls share them: a server that is gone is not
/// tried again for every object.
struct FailedConnections: Sendable {
  private static let policy = RetryPolicy()

  /// Whether there was a connection; then the server is away for a moment, perhaps.
  private(set) var hasSucceeded = false
  private var count = 0
  private var last: TransportError?
  /// When the next attempt may begin; nil when there is no point in one.
  private var next: ContinuousClock.Instant?

  /// Throws why there is no connection, while it is too early for another attempt or there is no point in one.
  func check(at now: ContinuousClock.Instant = .now) throws(TransportError) {
    guard var error = last else { return }
    guard let next else { throw error }
    let wait = next - now
    guard wait > .zero else { return }
    error.retryAfter = wait
    throw error
  }

  /// Takes why an attempt failed.
  mutating func note(_ error: TransportError, at now: ContinuousClock.Instant = .now) {
    var error = error
    (error.key, error.object) = (nil, nil)
    if hasSucceeded, error.kind == .unreachable { error.kind = .interrupted }
    count += 1
    last = error
    next = Self.policy.delay(after: error, failures: count).map { now + $0 }
    if next == nil, error.isTransient {
      last?.kind = .unreachable
      last?.detail += " (tried \(count) times)"
      last?.isGivenUp = true
    }
  }

  /// Takes that an attempt succeeded.
  mutating func clear() {
    self = FailedConnections()
    hasSucceeded = true
  }
}
