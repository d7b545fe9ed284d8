import Basics

/// A role that is assumed with other keys: `role_arn` of a profile.
struct AssumedRole: Sendable, Equatable {
  let profile: String
  let role: String
  let sessionName: String?
  let externalID: String?
  /// How long the keys are to last; nil leaves it to the server.
  let seconds: Int?
  let server: SecurityTokenService

  func assume(
    with keys: S3Credentials, _ services: AWSServices
  ) async throws(CairnError) -> S3Credentials {
    var parameters = [
      ("RoleArn", role),
      ("RoleSessionName", sessionName ?? "cairn-session-\(services.now())"),
    ]
    if let externalID { parameters.append(("ExternalId", externalID)) }
    if let seconds { parameters.append(("DurationSeconds", "\(seconds)")) }
    return try await server.keys(
      by: "AssumeRole", parameters, signedWith: keys,
      hint: "The profile '\(profile)' assumes the role \(role).", services)
  }
}
