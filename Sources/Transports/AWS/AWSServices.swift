import Basics

/// Asks the services that give out keys.
struct AWSServices: Sendable {
  let environment: [String: String]
  let trust: HTTPOptions.Trust
  let now: @Sendable () -> Int64
  var policy = RetryPolicy(attempts: 3)
  /// In seconds, for a program that is asked for keys.
  var patience = AskedProgram.patience
  /// In seconds, for each time that the server beside a container is asked.
  var containerPatience = Self.containerPatience

  static let containerPatience = 2
  private static let mostOfAnAnswer = 1 << 20

  /// Asks a service at Amazon's, or where the settings say; again when it is busy.
  ///
  /// - Parameter operation: its name, for messages.
  func answer(
    to request: HTTPRequest, _ operation: String
  ) async throws(TransportError) -> (head: HTTPHead, body: [UInt8]) {
    var options = HTTPOptions()
    options.trust = trust
    options.proxies = ProxySettings(environment)
    let chosen = options
    return try await retrying(policy) { () async throws(TransportError) in
      try await once(request, chosen, operation)
    }
  }

  /// Asks what runs beside this process, never through a proxy.
  ///
  /// - Parameter seconds: for each attempt.
  func answerNearby(
    to request: HTTPRequest, _ operation: String, within seconds: Int, attempts: Int
  ) async throws(TransportError) -> (head: HTTPHead, body: [UInt8]) {
    var options = HTTPOptions()
    options.trust = trust
    (options.connectTimeout, options.timeout) = (seconds, seconds)
    let chosen = options
    var policy = policy
    policy.attempts = attempts
    return try await retrying(policy) { () async throws(TransportError) in
      try await once(request, chosen, operation)
    }
  }

  private func once(
    _ request: HTTPRequest, _ options: HTTPOptions, _ operation: String
  ) async throws(TransportError) -> (head: HTTPHead, body: [UInt8]) {
    let (head, body): (HTTPHead, [UInt8])
    do throws(HTTPFailure) {
      var answer = try await HTTPAnswer(to: CurlLoop.start(request, options))
      (head, body) = (answer.head, try await answer.rest(upTo: Self.mostOfAnAnswer, of: operation))
    } catch {
      throw TransportError(.http(error), key: nil)
    }
    guard head.status < 500, head.status != 429 else {
      throw TransportError(.throttled, key: nil, detail: "\(head.status) \(head.reason)")
    }
    return (head, body)
  }
}

extension CairnError {
  /// No answer came from `url`.
  static func retrieval(
    from source: String, at url: String, _ error: TransportError, hints: [String] = []
  ) -> CairnError {
    if error.kind == .cancelled { return CairnError("cancelled", kind: .interrupted) }
    return .retrieval(from: source, "\(url): \(error.detail)", hints: hints)
  }
}
