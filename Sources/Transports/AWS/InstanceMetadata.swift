import Basics
import Formats

/// Keys of the role of an EC2 instance, by its metadata service (IMDSv2).
///
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
struct InstanceMetadata: Sendable, Equatable {
  static let origin = "http://169.254.169.254"
  static let originIPv6 = "http://[fd00:ec2::254]"
  private static let roles = "latest/meta-data/iam/security-credentials/"
  private static let name = "iam-role"

  let endpoint: String
  let isDisabled: Bool
  /// Whether nothing is asked without a token, as IMDSv1 did.
  let needsToken: Bool
  /// In seconds, for each of its requests: nobody who is not on EC2 is to wait for long.
  let timeout: Int
  /// The profile that names it as its `credential_source`.
  let profile: String?

  func fetch(_ services: AWSServices) async throws(CairnError) -> S3Credentials {
    guard !isDisabled else { throw absence }
    let token = try await token(services)
    guard token != nil || !needsToken else {
      throw .retrieval(
        from: Self.name,
        "Unable to retrieve token for use in IMDSv2 call and IMDSv1 has been disabled")
    }
    let role = String(decoding: try await get(Self.roles, token, services), as: UTF8.self)
    let words = role.split(whereSeparator: \.isWhitespace)
    guard let first = words.first else { throw absence }
    let path = Self.roles + PercentEncoding.encode(first.utf8)
    guard let body = Value.Mapping(json: try await get(path, token, services)),
      body["AccessKeyId"] != nil
    else { throw absence }
    return extended(
      try S3Credentials(body, tokenName: "Token", from: Self.name), services.now())
  }

  /// Nil where there are none: only IMDSv1, or the answer does not come through to a container.
  private func token(_ services: AWSServices) async throws(CairnError) -> String? {
    var request = request(.put, "latest/api/token")
    request.headers.append(("x-aws-ec2-metadata-token-ttl-seconds", "21600"))
    request.body = RequestBody([])
    let answer: (head: HTTPHead, body: [UInt8])
    do {
      answer = try await services.answerNearby(
        to: request, Self.name, within: timeout, attempts: 1)
    } catch {
      guard error.kind == .interrupted else { throw reason(for: error) }
      return nil
    }
    guard answer.head.status != 400 else { throw absence }
    return answer.head.status == 200 ? String(decoding: answer.body, as: UTF8.self) : nil
  }

  private func get(
    _ path: String, _ token: String?, _ services: AWSServices
  ) async throws(CairnError) -> [UInt8] {
    var request = request(.get, path)
    if let token { request.headers.append(("x-aws-ec2-metadata-token", token)) }
    let answer: (head: HTTPHead, body: [UInt8])
    do {
      answer = try await services.answerNearby(
        to: request, Self.name, within: timeout, attempts: 1)
    } catch {
      throw reason(for: error)
    }
    guard answer.head.status == 200, !answer.body.isEmpty else { throw absence }
    return answer.body
  }

  private func request(_ method: HTTPRequest.Method, _ path: String) -> HTTPRequest {
    var request = HTTPRequest(
      method: method, url: endpoint + (endpoint.hasSuffix("/") ? "" : "/") + path)
    request.headers = [("User-Agent", "cairn")]
    return request
  }

  private func reason(for error: TransportError) -> CairnError {
    error.kind == .cancelled ? CairnError("cancelled", kind: .interrupted) : absence
  }

  /// As if it had not been asked, when nobody named it.
  private var absence: CairnError {
    guard let profile else { return .noCredentials }
    return .retrieval(
      from: "Ec2InstanceMetadata",
      "No credentials found in credential_source referenced in profile \(profile)",
      hints: ["Asked \(endpoint)."])
  }

  /// An instance hands out keys past their end while their source is out of order, and the other
  /// services take them.
  private func extended(_ keys: S3Credentials, _ now: Int64) -> S3Credentials {
    var keys = keys
    keys.expiration = keys.expiration.map { max($0, now + 20 * 60) }
    return keys
  }
}
