/// How often a call is tried, and how long is waited in between.
package struct RetryPolicy: Sendable {
  /// The first try included.
  package var attempts: Int
  /// Before the second try; doubled before each further one.
  package var firstWait: Duration
  package var longestWait: Duration
  /// Spreads waits out, so that many clients do not come back at once: a value from 0 up to 1.
  package var random: @Sendable () -> Double
  package var wait: @Sendable (Duration) async throws -> Void

  package init(
    attempts: Int = 5, firstWait: Duration = .milliseconds(200),
    longestWait: Duration = .seconds(20),
    random: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
    wait: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.attempts = attempts
    self.firstWait = firstWait
    self.longestWait = longestWait
    self.random = random
    self.wait = wait
  }

  /// What to wait after failure number `failures` (from 1), or nil to give up.
  ///
  /// Half of a wait is fixed, half is random. A remote that asks for more gets it, up to the longest.
  package func delay(after error: TransportError, failures: Int) -> Duration? {
    guard error.isTransient, failures < attempts else { return nil }
    let doubled = firstWait * (1 << min(failures - 1, 20))
    let full = min(doubled, longestWait)
    let jittered = full / 2 + full / 2 * random()
    return max(jittered, min(error.retryAfter ?? .zero, longestWait))
  }
}
