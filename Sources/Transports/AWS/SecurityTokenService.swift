import Basics
import Hashing

/// AWS STS, which gives out keys for roles.
///
/// https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
struct SecurityTokenService: Sendable, Equatable {
  let url: String
  /// For which requests are signed.
  let region: String

  /// - Parameters:
  ///   - endpoint: where it is, unless at Amazon's.
  ///   - isLegacy: whether the server for all regions is asked on behalf of the old ones.
  init(endpoint: String?, region: String?, isLegacy: Bool) {
    let isGlobal = region.map { isLegacy && Self.oldRegions.contains($0) } ?? true
    self.region = endpoint == nil && isGlobal ? "us-east-1" : region ?? "us-east-1"
    let name = isGlobal ? "sts" : "sts.\(self.region)"
    url = endpoint ?? "https://\(name).\(amazonDomain(of: self.region))"
  }

  private static let oldRegions: Set<String> = [
    "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "aws-global",
    "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3",
    "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
  ]

  /// Calls an operation that answers with keys.
  ///
  /// - Parameters:
  ///   - keys: who signs; nil for nobody.
  ///   - hint: what the keys are wanted for, and what to do when they are refused.
  func keys(
    by operation: String, _ parameters: [(name: String, value: String)],
    signedWith keys: S3Credentials?, hint: String, _ services: AWSServices
  ) async throws(CairnError) -> S3Credentials {
    let hints = [hint, "Asked \(url)."]
    guard let address = HTTPAddress(url) else { throw .invalid("Invalid endpoint: \(url)") }
    let request = request(operation, parameters, keys, address, services.now())
    let answer: (head: HTTPHead, body: [UInt8])
    do { answer = try await services.answer(to: request, operation) } catch {
      throw .retrieval(from: operation, at: url, error, hints: hints)
    }
    // What is no XML has nothing to tell.
    let document = try? XMLReader.read(answer.body)
    guard answer.head.status == 200 else {
      throw Self.refusal(operation, answer.head, document, hints)
    }
    guard let keys = document.flatMap(Self.keys) else {
      throw .retrieval(from: operation, "the answer has no credentials", hints: hints)
    }
    return keys
  }

  func request(
    _ operation: String, _ parameters: [(name: String, value: String)], _ keys: S3Credentials?,
    _ address: HTTPAddress, _ seconds: Int64
  ) -> HTTPRequest {
    let form = [("Action", operation), ("Version", "2011-06-15")] + parameters
    let body = Array(
      form.map { "\($0.0)=\(PercentEncoding.encode($0.1.utf8))" }.joined(separator: "&").utf8)
    let path = address.path.isEmpty ? "/" : address.path
    var request = HTTPRequest(method: .post, url: address.origin + path)
    request.headers = [("Content-Type", Self.contentType), ("User-Agent", "cairn")]
    if let keys { request.headers += signed(body, path, address.host, keys, seconds) }
    request.body = RequestBody(body)
    return request
  }

  private static let contentType = "application/x-www-form-urlencoded; charset=utf-8"

  private func signed(
    _ body: [UInt8], _ path: String, _ host: String, _ keys: S3Credentials, _ seconds: Int64
  ) -> [(name: String, value: String)] {
    let stamp = ServerTime.stamp(seconds)
    var headers: [(name: String, value: String)] = [("host", host), ("x-amz-date", stamp)]
    if let token = keys.sessionToken { headers.append(("x-amz-security-token", token)) }
    let subject = RequestSigner.Subject(
      method: "POST", path: path, query: "",
      headers: headers + [("content-type", Self.contentType)], payload: sha256Hex(body))
    let signer = RequestSigner(keys, service: "sts")
    let authorization = signer.authorization(of: subject, region: region, stamp: stamp)
    return headers + [("Authorization", authorization)]
  }

  private static func keys(_ document: XMLElement) -> S3Credentials? {
    let result = document.children.first { $0["Credentials"] != nil }
    guard let keys = result?["Credentials"], let id = keys.text("AccessKeyId"),
      let secret = keys.text("SecretAccessKey"),
      let expiration = keys.text("Expiration").flatMap(ServerTime.seconds(ofISO:))
    else { return nil }
    return S3Credentials(
      id: id, secret: secret, sessionToken: keys.text("SessionToken"), expiration: expiration)
  }

  private static func refusal(
    _ operation: String, _ head: HTTPHead, _ document: XMLElement?, _ hints: [String]
  ) -> CairnError {
    let error = document?["Error"]
    let code = error?.text("Code") ?? "\(head.status)"
    let message = error?.text("Message") ?? head.reason
    return CairnError(
      "An error occurred (\(code)) when calling the \(operation) operation: \(message)",
      kind: .credentials, hints: hints)
  }
}
