import Basics

/// Sends requests to a remote of HTTP or WebDAV: says who asks, follows where it is sent on to, and
/// takes a new token when the one at hand has expired.
struct WebClient: Sendable {
  /// The most bytes of an answer that is no object: 10,000 names with properties have 8 MiB.
  static let mostOfAnAnswer = 256 << 20
  private static let mostOfAnError = 256 << 10
  private static let mostRedirections = 10

  let session: WebSession

  private var options: WebOptions { session.options }

  /// The URL of an object or of a directory.
  func url(of key: ObjectKey) -> WebURL { url(below: key.path) }

  func url(below path: RelativePath, isDirectory: Bool = false) -> WebURL {
    var url = options.root
    if !path.isRoot { url.path += "/" + PercentEncoding.encode(path.bytes, keepingSlashes: true) }
    if isDirectory { url.path += "/" }
    return url
  }

  /// Sends a request, and waits for the beginning of an answer, whatever it says.
  func open(
    _ request: WebRequest, key: ObjectKey? = nil
  ) async throws(TransportError) -> HTTPAnswer {
    let first = request.url
    var request = request
    var hasRenewed = false
    for _ in 0...Self.mostRedirections {
      let isOurs = request.url.origin == options.root.origin
      let authorization = isOurs ? try await authorization() : WebAuthorization()
      var answer = try await begin(request, authorization, key)
      if answer.head.status == 401, isOurs, !hasRenewed, try await renews(authorization) {
        hasRenewed = true
      } else if let target = try target(of: answer.head, request) {
        request.url = target
      } else {
        return answer
      }
      _ = try await rest(of: &answer, upTo: Self.mostOfAnError, key)
    }
    throw TransportError(
      .rejected, key: key, detail: "\(first.text) is sent on and on by the server")
  }

  /// Sends a request, and returns the whole answer.
  func send(
    _ request: WebRequest, key: ObjectKey? = nil
  ) async throws(TransportError) -> (head: HTTPHead, body: [UInt8]) {
    var answer = try await open(request, key: key)
    return (answer.head, try await rest(of: &answer, upTo: Self.mostOfAnAnswer, key))
  }

  func rest(
    of answer: inout HTTPAnswer, upTo most: Int = mostOfAnError, _ key: ObjectKey?
  ) async throws(TransportError) -> [UInt8] {
    do { return try await answer.rest(upTo: most) } catch { throw TransportError(error, key: key) }
  }

  /// Where an answer sends us on to; nil when nowhere, or when what was asked for is a directory.
  private func target(
    of head: HTTPHead, _ request: WebRequest
  ) throws(TransportError) -> WebURL? {
    guard request.isFollowed(head.status), let location = head["location"],
      !head.leadsToDirectory(from: request.url)
    else { return nil }
    guard let target = request.url.following(location) else {
      throw TransportError(
        .rejected, detail: "\(request.url.text) is sent on to a place that is not of HTTP")
    }
    return target
  }

  private func begin(
    _ request: WebRequest, _ authorization: WebAuthorization, _ key: ObjectKey?
  ) async throws(TransportError) -> HTTPAnswer {
    var http = HTTPRequest(method: request.method, url: request.url.text, headers: request.headers)
    http.headers.append(("User-Agent", "cairn"))
    if let header = authorization.header { http.headers.append(header) }
    if let range = request.range { http.addRange(range) }
    var options = options.http
    (options.digest, options.loginFile) = (authorization.digest, authorization.loginFile)
    options.certificate = authorization.certificate
    if let content = request.content { return try await content.send(http, options) }
    http.body = request.body.map { RequestBody($0) }
    do throws(HTTPFailure) {
      return try await HTTPAnswer(to: CurlLoop.start(http, options))
    } catch {
      throw TransportError(error, key: key)
    }
  }

  private func authorization() async throws(TransportError) -> WebAuthorization {
    let session = session
    return try await withTaskExecutorPreference(BlockingPool.shared) {
      () async throws(TransportError) in try session.authorization()
    }
  }

  private func renews(_ refused: WebAuthorization) async throws(TransportError) -> Bool {
    let session = session
    return try await withTaskExecutorPreference(BlockingPool.shared) {
      () async throws(TransportError) in try session.renew(after: refused)
    }
  }
}
