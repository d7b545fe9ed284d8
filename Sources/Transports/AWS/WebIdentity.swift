import Basics
import FileAccess
import SystemPackage

/// A role that is assumed with a token of somebody else's, as continuous integration and Kubernetes have it.
struct WebIdentity: Sendable, Equatable {
  /// Read anew for each request: who put it there replaces it.
  let tokenFile: String
  let role: String
  let sessionName: String?
  let server: SecurityTokenService

  func fetch(_ services: AWSServices) async throws(CairnError) -> S3Credentials {
    let parameters = [
      ("RoleArn", role),
      ("RoleSessionName", sessionName ?? "cairn-session-\(services.now())"),
      ("WebIdentityToken", try token()),
    ]
    return try await server.keys(
      by: "AssumeRoleWithWebIdentity", parameters, signedWith: nil,
      hint: "The token in '\(tokenFile)' is to assume the role \(role).", services)
  }

  private func token() throws(CairnError) -> String {
    do { return String(decoding: try readFile(FilePath(tokenFile)), as: UTF8.self) } catch {
      throw .retrieval(
        from: "assume-role-with-web-identity", error.message,
        hints: ["AWS_WEB_IDENTITY_TOKEN_FILE or web_identity_token_file names the file."])
    }
  }
}
