import Basics

/// Keys that are fetched when they are first needed, and anew before they end.
///
/// However many ask, one fetch runs at a time, and a failure is not asked for again for a minute.
actor CredentialLease {
  typealias Fetch = @Sendable () async throws(CairnError) -> S3Credentials
  private typealias Outcome = Result<S3Credentials, CairnError>

  /// In seconds before the end: from here on new keys are fetched, but not insisted on.
  private static let advisory: Int64 = 15 * 60
  /// From here on the old keys are not used.
  private static let mandatory: Int64 = 10 * 60
  /// In seconds, after a fetch: who hands out short-lived keys is not asked for each request.
  private static let pause: Int64 = 60

  private let fetch: Fetch
  private let now: @Sendable () -> Int64
  private var keys: S3Credentials?
  private var fetched: Int64?
  private var failure: (error: CairnError, at: Int64)?
  /// Keys that the server refused and that the source does not replace.
  private var refused: S3Credentials?
  private var running: Task<Outcome, Never>?

  init(now: @escaping @Sendable () -> Int64, fetch: @escaping Fetch) {
    (self.now, self.fetch) = (now, fetch)
  }

  /// Keys to sign a request with.
  func current() async throws(CairnError) -> S3Credentials {
    guard let keys, !isEnding(keys, within: 0) else { return try await fresh() }
    guard isEnding(keys, within: Self.advisory), !isRecent(fetched) else { return keys }
    if isEnding(keys, within: Self.mandatory) { return try await fresh() }
    guard running == nil, !isRecent(failure?.at) else { return keys }
    do { return try await fresh() } catch {
      if error.kind == .interrupted { throw error }
      return keys  // which are good for now; what failed is tried again later
    }
  }

  /// Gets other keys than `old`, which the server takes for expired; false when there are none.
  func renew(_ old: S3Credentials) async throws(CairnError) -> Bool {
    if let keys, keys != old { return true }
    if refused == old { return false }
    let isNew = try await fresh() != old
    if !isNew { refused = old }
    return isNew
  }

  /// The keys of the fetch that runs, or of a new one.
  ///
  /// Who gives up waiting ends the fetch; the others then begin another one.
  private func fresh() async throws(CairnError) -> S3Credentials {
    if let failure, isRecent(failure.at) { throw failure.error }
    while true {
      let task = running ?? start()
      let outcome = await withTaskCancellationHandler {
        await task.value
      } onCancel: {
        task.cancel()
      }
      if case .failure(let error) = outcome, error.kind == .interrupted, !Task.isCancelled {
        continue
      }
      return try outcome.get()
    }
  }

  private func start() -> Task<Outcome, Never> {
    let task = Task { await run() }
    running = task
    return task
  }

  private func run() async -> Outcome {
    let outcome = checked(await outcome())
    switch outcome {
    case .success(let keys): (self.keys, fetched, failure) = (keys, now(), nil)
    case .failure(let error): if error.kind != .interrupted { failure = (error, now()) }
    }
    running = nil
    return outcome
  }

  private func outcome() async -> Outcome {
    await withTaskExecutorPreference(BlockingPool.shared) { [fetch] in
      do throws(CairnError) { return .success(try await fetch()) } catch { return .failure(error) }
    }
  }

  private func checked(_ outcome: Outcome) -> Outcome {
    guard case .success(let keys) = outcome, isEnding(keys, within: 0) else { return outcome }
    return .failure(
      CairnError(
        "Credentials were refreshed, but the refreshed credentials are still expired.",
        kind: .credentials, hints: ["Check the clock of this machine."]))
  }

  private func isEnding(_ keys: S3Credentials, within seconds: Int64) -> Bool {
    keys.expiration.map { $0 - now() < seconds } ?? false
  }

  private func isRecent(_ moment: Int64?) -> Bool {
    moment.map { now() - $0 < Self.pause } ?? false
  }
}
