import Hashing

/// One operation of S3, before it is signed.
struct S3Request: Sendable {
  /// S3's name of it, for messages.
  var operation: String
  var method: HTTPRequest.Method
  /// The whole key of an object; nil for the bucket.
  var key: [UInt8]?
  var query: [(name: String, value: String)] = []
  /// Signed; names in lower case.
  var headers: [(name: String, value: String)] = []
  /// Not signed.
  var range: Range<Int64>?
  var body: RequestBody?
  /// Whether the body is an object's, too large to be hashed for nothing.
  var hasContent = false
  var sent: (@Sendable (Int64) -> Void)?

  init(
    _ operation: String, _ method: HTTPRequest.Method, key: [UInt8]? = nil,
    query: [(name: String, value: String)] = []
  ) {
    (self.operation, self.method, self.key, self.query) = (operation, method, key, query)
  }

  mutating func add(_ more: [S3ObjectHeaders.Header]) {
    headers += more.map { ($0.name, $0.value) }
  }
}

extension S3Settings {
  /// Signs a request, unless nobody does.
  func request(_ request: S3Request, by signer: RequestSigner?, at seconds: Int64) -> HTTPRequest {
    let path = path(of: request.key)
    let query = Self.query(request.query)
    var http = HTTPRequest(
      method: request.method, url: endpoint.origin + path + (query.isEmpty ? "" : "?" + query))
    http.headers = signed(request, path, query, signer, seconds) + [("User-Agent", "cairn")]
    if let range = request.range { http.addRange(range) }
    (http.body, http.sent) = (request.body, request.sent)
    return http
  }

  func url(of key: [UInt8]) -> String { endpoint.origin + path(of: key) }

  private func path(of key: [UInt8]?) -> String {
    guard let key else { return endpoint.path.isEmpty ? "/" : endpoint.path }
    return endpoint.path + "/" + PercentEncoding.encode(key, keepingSlashes: true)
  }

  private static func query(_ items: [(name: String, value: String)]) -> String {
    items.map { (PercentEncoding.encode($0.name.utf8), PercentEncoding.encode($0.value.utf8)) }
      .sorted { $0.0 < $1.0 }.map { "\($0)=\($1)" }.joined(separator: "&")
  }

  private func signed(
    _ request: S3Request, _ path: String, _ query: String, _ signer: RequestSigner?,
    _ seconds: Int64
  ) -> [(name: String, value: String)] {
    var headers = request.headers + [("host", endpoint.host)]
    guard let signer else { return headers }
    let stamp = ServerTime.stamp(seconds)
    let payload = payload(of: request)
    headers += [("x-amz-content-sha256", payload), ("x-amz-date", stamp)]
    if let sessionToken = signer.credentials.sessionToken {
      headers.append(("x-amz-security-token", sessionToken))
    }
    let subject = RequestSigner.Subject(
      method: request.method.rawValue, path: path, query: query, headers: headers, payload: payload)
    let authorization = signer.authorization(of: subject, region: region, stamp: stamp)
    return headers + [("Authorization", authorization)]
  }

  /// Contents over TLS are protected by it; all else is hashed.
  private func payload(of request: S3Request) -> String {
    if request.hasContent, endpoint.isTLS { return "UNSIGNED-PAYLOAD" }
    return request.body.map { lowerHex(sha256($0.content)) } ?? Self.hashOfNothing
  }

  private static let hashOfNothing = sha256Hex([])
}
