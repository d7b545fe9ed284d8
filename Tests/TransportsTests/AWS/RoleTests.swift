import Basics
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// AssumeRole and AssumeRoleWithWebIdentity, against a server that answers as STS does.
struct RoleTests {
  private static let config = """
    [default]
    role_arn = arn:aws:iam::1:role/first
    source_profile = keys
    region = eu-west-1
    [profile keys]
    aws_access_key_id = base
    aws_secret_access_key = base-secret
    [profile second]
    role_arn = arn:aws:iam::1:role/second
    source_profile = default
    external_id = ext&=
    role_session_name = me
    duration_seconds = 1800
    region = eu-west-1
    """

  private func variables(_ server: ScriptedServer) -> [String: String] {
    ["AWS_ENDPOINT_URL_STS": server.endpoint]
  }

  @Test func assumesARole() async throws {
    let server = try ScriptedServer { _, _ in .roleKeys() }
    let home = try AWSHome(config: Self.config)
    let keys = try await home.fetch(nil, variables(server))
    #expect(
      keys
        == S3Credentials(
          id: "ASIA", secret: "role-secret", sessionToken: "role-token",
          expiration: AWSHome.moment + 3600))
    let request = try #require(server.requests.first)
    #expect("\(request.method) \(request.target)" == "POST /")
    #expect(
      request.form == [
        "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": "arn:aws:iam::1:role/first",
        "RoleSessionName": "cairn-session-\(AWSHome.moment)",
      ])
    #expect(
      request.headers["content-type"] == "application/x-www-form-urlencoded; charset=utf-8")
    #expect(
      request.headers["authorization"]?.hasPrefix(
        "AWS4-HMAC-SHA256 Credential=base/20300101/eu-west-1/sts/aws4_request") == true)
  }

  /// The signature is botocore's.
  @Test func signsAsBotocoreDoes() throws {
    let server = SecurityTokenService(
      endpoint: "http://127.0.0.1:18231", region: "eu-west-1", isLegacy: false)
    let request = server.request(
      "AssumeRole",
      [
        ("RoleArn", "arn:aws:iam::1:role/first"),
        ("RoleSessionName", "cairn-session-1893456000"),
      ], S3Credentials(id: "base", secret: "secret/+key", sessionToken: "tok/en=="),
      try #require(HTTPAddress(server.url)), AWSHome.moment)
    let authorization = try #require(request.headers.first { $0.name == "Authorization" })
    #expect(
      authorization.value.hasSuffix(
        "0747e26e7a08c95b8887f6574de0bac7668e6773a0e9745c508f4b01f748d9bd"))
  }

  @Test func assumesOneRoleWithTheKeysOfAnother() async throws {
    let server = try ScriptedServer { _, number in .roleKeys(id: "ASIA\(number)") }
    let home = try AWSHome(config: Self.config)
    #expect(try await home.fetch("second", variables(server)).id == "ASIA2")
    let last = try #require(server.requests.last)
    #expect(last.form["RoleArn"] == "arn:aws:iam::1:role/second")
    #expect(last.form["ExternalId"] == "ext&=")
    #expect(last.form["RoleSessionName"] == "me")
    #expect(last.form["DurationSeconds"] == "1800")
    #expect(last.headers["x-amz-security-token"] == "role-token")
    #expect(last.headers["authorization"]?.contains("Credential=ASIA1/") == true)
  }

  @Test func saysWhyARoleIsRefused() async throws {
    let server = try ScriptedServer { _, _ in
      .init(
        "403 Forbidden",
        """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not you</Message></Error>
        </ErrorResponse>
        """)
    }
    let error = await (try AWSHome(config: Self.config)).error(nil, variables(server))
    #expect(
      error?.message
        == "An error occurred (AccessDenied) when calling the AssumeRole operation: not you")
    #expect(error?.kind == .credentials)
    #expect(error?.everything.contains("arn:aws:iam::1:role/first") == true)
    #expect(error?.everything.contains(server.endpoint) == true)
    #expect(error?.everything.contains("base-secret") == false)
  }

  @Test func asksABusyServerAgain() async throws {
    let server = try ScriptedServer { _, number in
      number < 3 ? .init("503 Service Unavailable") : .roleKeys()
    }
    #expect(try await AWSHome(config: Self.config).fetch(nil, variables(server)).id == "ASIA")
    #expect(server.requests.count == 3)
  }

  @Test func saysWhenTheAnswerHoldsNoKeys() async throws {
    let server = try ScriptedServer { _, _ in .init("200 OK", "<html>secret page</html>") }
    let error = await (try AWSHome(config: Self.config)).error(nil, variables(server))
    #expect(error?.message.hasSuffix("AssumeRole: the answer has no credentials") == true)
  }

  @Test func saysWhenNobodyAnswers() async throws {
    let variables = ["AWS_ENDPOINT_URL_STS": "http://127.0.0.1:1"]
    let error = await (try AWSHome(config: Self.config)).error(nil, variables)
    #expect(error?.message.contains("credentials from AssumeRole: http://127.0.0.1:1: ") == true)
    #expect(error?.kind == .credentials)
  }

  @Test func showsTheTokenOfATaskAndReadsItAnewEachTime() async throws {
    let server = try ScriptedServer { _, _ in .roleKeys("AssumeRoleWithWebIdentity") }
    let home = try AWSHome()
    let variables = variables(server).merging([
      "AWS_ROLE_ARN": "arn:w", "AWS_ROLE_SESSION_NAME": "job",
      "AWS_WEB_IDENTITY_TOKEN_FILE": home.directory.path.appending("token").string,
    ]) { $1 }
    for token in ["first+/=", "second"] {
      try home.directory.write(token, to: "token")
      #expect(try await home.fetch(nil, variables).sessionToken == "role-token")
    }
    #expect(server.requests.map { $0.form["WebIdentityToken"] } == ["first+/=", "second"])
    let request = try #require(server.requests.first)
    #expect(request.form["Action"] == "AssumeRoleWithWebIdentity")
    #expect(request.form["RoleSessionName"] == "job")
    #expect(request.headers["authorization"] == nil)
  }

  @Test func namesTheFileOfATokenThatIsNotThere() async throws {
    let variables = ["AWS_ROLE_ARN": "arn:w", "AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere/token"]
    let error = await (try AWSHome()).error(nil, variables)
    #expect(error?.message.contains("/nowhere/token") == true)
    #expect(error?.hints.joined().contains("AWS_WEB_IDENTITY_TOKEN_FILE") == true)
  }
}
