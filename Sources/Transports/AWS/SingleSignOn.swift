import Basics
import Formats

/// A role of an account that somebody has by IAM Identity Center, after `aws sso login`.
///
/// https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html
struct SingleSignOn: Sendable, Equatable {
  let profile: String
  let account: String
  let role: String
  let token: SignOnToken
  /// Of the portal.
  let endpoint: String

  func fetch(_ services: AWSServices) async throws(CairnError) -> S3Credentials {
    let access = try await token.access(for: profile, services)
    let query = [("role_name", role), ("account_id", account)]
      .map { "\($0.0)=\(PercentEncoding.encode($0.1.utf8))" }.joined(separator: "&")
    var request = HTTPRequest(method: .get, url: "\(endpoint)/federation/credentials?\(query)")
    request.headers = [("x-amz-sso_bearer_token", access), ("User-Agent", "cairn")]
    let answer: (head: HTTPHead, body: [UInt8])
    do { answer = try await services.answer(to: request, "GetRoleCredentials") } catch {
      throw .retrieval(from: "sso", at: endpoint, error, hints: [hint])
    }
    if answer.head.status == 401 { throw .expiredSignOn(profile) }
    let body = Value.Mapping(json: answer.body)
    guard answer.head.status == 200 else { throw refusal(answer.head, body) }
    guard let keys = body?["roleCredentials"]?.map.flatMap(Self.keys) else {
      throw .retrieval(from: "sso", "the answer has no credentials", hints: [hint])
    }
    return keys
  }

  private static func keys(_ answer: Value.Mapping) -> S3Credentials? {
    guard let id = answer["accessKeyId"]?.string, let secret = answer["secretAccessKey"]?.string,
      let milliseconds = answer["expiration"]?.integer
    else { return nil }
    let token = answer["sessionToken"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    return S3Credentials(
      id: id, secret: secret, sessionToken: token, expiration: Int64(milliseconds / 1000))
  }

  private func refusal(_ head: HTTPHead, _ body: Value.Mapping?) -> CairnError {
    let code = head["x-amzn-errortype"]?.split(separator: ":").first.map(String.init)
    return CairnError(
      "An error occurred (\(code ?? "\(head.status)")) when calling the GetRoleCredentials "
        + "operation: \(body?["message"]?.string ?? head.reason)",
      kind: .credentials, hints: [hint])
  }

  private var hint: String {
    "The profile '\(profile)' wants the role \(role) of the account \(account) from \(endpoint)."
  }
}

extension CairnError {
  /// In botocore's words.
  static func expiredSignOn(_ profile: String, _ more: [String] = []) -> CairnError {
    CairnError(
      "The SSO session associated with this profile has expired or is otherwise invalid. To refresh "
        + "this SSO session run aws sso login with the corresponding profile.",
      kind: .credentials, hints: ["Run `aws sso login --profile \(profile)`."] + more)
  }
}
