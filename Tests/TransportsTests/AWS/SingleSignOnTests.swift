import Basics
import SystemPackage
import FileAccess
import Hashing
import TestSupport
import Testing

@testable import Transports

/// IAM Identity Center, against a server that plays its portal and its OIDC endpoint.
struct SingleSignOnTests {
  private let home: AWSHome

  init() throws {
    home = try AWSHome(
      config: """
        [profile new]
        sso_session = corporate
        sso_account_id = 123
        sso_role_name = reader role
        [sso-session corporate]
        sso_region = eu-west-1
        sso_start_url = https://corporate.example/start
        [profile old]
        sso_start_url = https://corporate.example/start
        sso_region = eu-west-1
        sso_account_id = 123
        sso_role_name = reader
        """)
  }

  private func variables(_ server: ScriptedServer) -> [String: String] {
    ["AWS_ENDPOINT_URL_SSO": server.endpoint, "AWS_ENDPOINT_URL_SSO_OIDC": server.endpoint]
  }

  private func name(of token: String) -> String {
    ".aws/sso/cache/\(sha1Hex(Array(token.utf8))).json"
  }

  /// Writes the token of the session as `aws sso login` does.
  private func signIn(until end: String, as name: String = "corporate", more: String = "") throws {
    try home.directory.write(
      """
      {"startUrl": "https://corporate.example/start", "region": "eu-west-1",
       "accessToken": "access-1", "expiresAt": "\(end)"\(more)}
      """, to: self.name(of: name))
  }

  private static let renewable = """
    , "clientId": "client", "clientSecret": "client-secret", "refreshToken": "refresh-1",
    "registrationExpiresAt": "2030-02-01T00:00:00Z", "other": 1
    """

  private static let portal: ScriptedServer.Script = { request, _ in
    if request.target == "/token" {
      return request.body.contains("\"refresh-1\"".utf8)
        ? .init(
          "200 OK",
          #"{"accessToken":"access-2","expiresIn":28800,"refreshToken":"refresh-2"}"#)
        : .init("400 Bad Request", #"{"error":"invalid_grant"}"#)
    }
    guard request.headers["x-amz-sso_bearer_token"]?.hasPrefix("access-") == true else {
      return .init("401 Unauthorized", #"{"message":"Session token not found or invalid"}"#)
    }
    return .init(
      "200 OK",
      """
      {"roleCredentials": {"accessKeyId": "ASIA", "secretAccessKey": "sso-secret",
       "sessionToken": "sso-token", "expiration": \((AWSHome.moment + 3600) * 1000)}}
      """)
  }

  @Test func findsTheNameThatTheAWSToolsGiveATokensFile() {
    #expect(sha1Hex(Array("corporate".utf8)) == "e276d18d65653fa285155bfd3e11ab029306830c")
  }

  @Test func takesTheTokenOfASession() async throws {
    let server = try ScriptedServer(Self.portal)
    try signIn(until: "2030-01-01T08:00:00Z")
    #expect(
      try await home.fetch("new", variables(server))
        == S3Credentials(
          id: "ASIA", secret: "sso-secret", sessionToken: "sso-token",
          expiration: AWSHome.moment + 3600))
    #expect(
      server.requests.map(\.target) == [
        "/federation/credentials?role_name=reader%20role&account_id=123"
      ])
    #expect(server.requests.first?.headers["x-amz-sso_bearer_token"] == "access-1")
  }

  @Test func takesTheTokenOfAStartURL() async throws {
    let server = try ScriptedServer(Self.portal)
    try signIn(until: "2030-01-01T00:05:00UTC", as: "https://corporate.example/start")
    #expect(try await home.fetch("old", variables(server)).id == "ASIA")
  }

  @Test func renewsATokenThatEndsSoonAndKeepsIt() async throws {
    let server = try ScriptedServer(Self.portal)
    try signIn(until: "2029-12-31T00:00:00Z", more: Self.renewable)
    #expect(try await home.fetch("new", variables(server)).id == "ASIA")
    #expect(server.requests.map(\.method) == ["POST", "GET"])
    #expect(server.requests.last?.headers["x-amz-sso_bearer_token"] == "access-2")
    let body = String(decoding: server.requests.first?.body ?? [], as: UTF8.self)
    #expect(body.contains("\"grantType\": \"refresh_token\""))
    #expect(body.contains("\"clientSecret\": \"client-secret\""))
    let kept = try home.directory.read(name(of: "corporate"))
    for text in ["access-2", "refresh-2", "2030-01-01T08:00:00Z", "\"clientId\": \"client\""] {
      #expect(kept.contains(text), "\(text) in \(kept)")
    }
    let file = home.directory.path.appending(name(of: "corporate"))
    #expect(try FileStatus(at: file).permissions == 0o600)
    #expect(try await home.fetch("new", variables(server)).id == "ASIA")
    #expect(server.requests.count == 3)
  }

  @Test(arguments: [
    "", ", \"refreshToken\": \"refresh-1\"", renewable.replacing("refresh-1", with: "spent"),
    renewable.replacing("2030-02-01", with: "2029-02-01"),
  ])
  func saysHowToSignInAgain(_ more: String) async throws {
    let server = try ScriptedServer(Self.portal)
    try signIn(until: "2029-12-31T00:00:00Z", more: more)
    let error = await home.error("new", variables(server))
    #expect(error?.message.hasPrefix("The SSO session associated with this profile has") == true)
    #expect(error?.hints.first == "Run `aws sso login --profile new`.")
    #expect(error?.kind == .credentials)
    for secret in ["access-1", "spent", "refresh-1", "client-secret"] {
      #expect(error?.everything.contains(secret) == false)
    }
  }

  @Test func usesATokenThatCannotBeRenewedToItsEnd() async throws {
    let server = try ScriptedServer(Self.portal)
    try signIn(until: "2030-01-01T00:05:00Z")
    #expect(try await home.fetch("new", variables(server)).id == "ASIA")
  }

  @Test func saysWhatIsWrongWithATokenAndTheRole() async throws {
    let server = try ScriptedServer { request, _ in
      request.headers["x-amz-sso_bearer_token"] == "access-1"
        ? .init(
          "403 Forbidden", #"{"message":"No access"}"#,
          headers: ["x-amzn-ErrorType": "ForbiddenException:http://x"])
        : .init("401 Unauthorized")
    }
    let missing = await home.error("new", variables(server))
    #expect(
      missing?.message == "Error loading SSO Token: Token for corporate does not exist")
    #expect(missing?.hints.first == "Run `aws sso login --profile new`.")
    try signIn(until: "2030-01-01T08:00:00Z")
    let denied = await home.error("new", variables(server))
    #expect(
      denied?.message
        == "An error occurred (ForbiddenException) when calling the GetRoleCredentials operation: "
        + "No access")
    try home.directory.write("{}", to: name(of: "corporate"))
    #expect(await home.error("new", variables(server))?.message.hasSuffix("is invalid") == true)
    try home.directory.write(
      #"{"accessToken": "revoked", "expiresAt": "2030-01-01T08:00:00Z"}"#, to: name(of: "corporate")
    )
    let revoked = await home.error("new", variables(server))
    #expect(revoked?.hints.first == "Run `aws sso login --profile new`.")
  }
}
