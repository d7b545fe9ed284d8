import Basics
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// Which source of keys the variables and files amount to, in the order of botocore.
struct CredentialSourceTests {
  private let home: AWSHome
  private static let regional = SecurityTokenService(
    endpoint: nil, region: "eu-west-1", isLegacy: false)
  private static let base = S3Credentials(id: "base", secret: "base-secret")

  init() throws {
    home = try AWSHome(
      config: """
        [default]
        region = eu-west-1
        [profile base]
        region = eu-west-1
        [profile role]
        role_arn = arn:aws:iam::1:role/x
        source_profile = base
        external_id = ext
        role_session_name = me
        duration_seconds = 1800
        [profile chain]
        role_arn = arn:aws:iam::1:role/y
        source_profile = role
        [profile itself]
        role_arn = arn:aws:iam::1:role/z
        source_profile = itself
        aws_access_key_id = own
        aws_secret_access_key = own-secret
        [profile round]
        role_arn = a
        source_profile = trip
        [profile trip]
        role_arn = b
        source_profile = round
        [profile alone]
        role_arn = a
        source_profile = alone
        [profile both]
        role_arn = a
        source_profile = base
        credential_source = Environment
        [profile neither]
        role_arn = a
        [profile nowhere]
        role_arn = a
        source_profile = missing
        [profile keyless]
        role_arn = a
        source_profile = empty
        [profile empty]
        region = eu-west-1
        [profile odd]
        role_arn = a
        credential_source = Moon
        [profile environment]
        role_arn = arn:aws:iam::1:role/x
        credential_source = Environment
        [profile mfa]
        role_arn = a
        source_profile = base
        mfa_serial = arn:aws:iam::1:mfa/me
        [profile login]
        login_session = x
        [profile web]
        region = eu-west-1
        web_identity_token_file = /token
        role_arn = arn:aws:iam::1:role/w
        aws_access_key_id = own
        aws_secret_access_key = own-secret
        [profile process]
        credential_process = keys --of "a b"
        aws_access_key_id = later
        aws_secret_access_key = later
        [profile signed-on]
        sso_session = corporate
        sso_account_id = 1
        sso_role_name = reader
        [sso-session corporate]
        sso_region = eu-west-1
        sso_start_url = https://corporate.example/start
        [profile half-signed-on]
        sso_account_id = 1
        sso_region = eu-west-1
        [profile other-session]
        sso_session = none
        sso_account_id = 1
        """,
      credentials: "[base]\naws_access_key_id = base\naws_secret_access_key = base-secret\n")
  }

  private func role(
    _ profile: String, _ arn: String, _ server: SecurityTokenService = regional
  ) -> AssumedRole {
    AssumedRole(
      profile: profile, role: arn, sessionName: nil, externalID: nil, seconds: nil, server: server)
  }

  @Test func assumesARoleWithTheKeysOfAnotherProfile() throws {
    let role = AssumedRole(
      profile: "role", role: "arn:aws:iam::1:role/x", sessionName: "me", externalID: "ext",
      seconds: 1800,
      server: SecurityTokenService(endpoint: nil, region: "us-west-2", isLegacy: false))
    let source = try home.source("role", ["AWS_REGION": "us-west-2"])
    #expect(source == .role(role, with: .keys(Self.base)))
  }

  @Test func followsAChainOfRoles() throws {
    guard case .role(let outer, .role(let inner, .keys(Self.base))) = try home.source("chain")
    else {
      Issue.record("no chain")
      return
    }
    #expect(outer.role == "arn:aws:iam::1:role/y")
    #expect(inner.role == "arn:aws:iam::1:role/x")
    let own = S3Credentials(id: "own", secret: "own-secret")
    let variables = ["AWS_REGION": "eu-west-1"]
    #expect(
      try home.source("itself", variables)
        == .role(role("itself", "arn:aws:iam::1:role/z"), with: .keys(own)))
  }

  @Test func takesTheKeysOfVariablesWhereARoleSaysSo() throws {
    let variables = [
      "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-west-1",
    ]
    #expect(
      try home.source("environment", variables)
        == .role(
          role("environment", "arn:aws:iam::1:role/x"),
          with: .keys(S3Credentials(id: "id", secret: "secret"))))
  }

  @Test(arguments: [
    ("round", "Infinite loop in credential configuration detected."),
    ("alone", "Infinite loop in credential configuration detected."),
    ("both", "The profile \"both\" contains both source_profile and credential_source."),
    ("neither", "Partial credentials found in assume-role, missing: source_profile or credential"),
    ("nowhere", "The source_profile \"missing\" referenced in the profile \"nowhere\" does not"),
    ("keyless", "The source profile \"empty\" must have credentials."),
    ("odd", "The credential source \"Moon\" referenced in profile \"odd\" is not valid."),
    ("environment", "Error when retrieving credentials from Environment: No credentials found"),
    ("mfa", "credentials by 'mfa_serial', as in the profile 'mfa', are not supported by Cairn"),
    ("login", "credentials by 'login_session', as in the profile 'login', are not supported"),
    ("half-signed-on", "The profile \"half-signed-on\" is configured to use SSO but is missing"),
    ("other-session", "The specified sso-session does not exist: \"none\""),
  ])
  func refusesWhatCannotBe(_ profile: String, _ message: String) throws {
    let error = #expect(throws: CairnError.self) { try home.source(profile) }
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    #expect(error?.kind == .credentials)
  }

  @Test func namesTheWayAroundACodeOfADevice() throws {
    let error = #expect(throws: CairnError.self) { try home.source("mfa") }
    #expect(error?.hints.first?.contains("export-credentials --profile mfa") == true)
    #expect(error?.hints.first?.contains("unset the remote's option `profile`") == true)
  }

  @Test func takesATokenOfTheVariablesUnlessTheRemoteNamesAProfile() throws {
    let variables = [
      "AWS_WEB_IDENTITY_TOKEN_FILE": "/v", "AWS_ROLE_ARN": "arn:v",
      "AWS_ROLE_SESSION_NAME": "job", "AWS_REGION": "eu-west-1",
    ]
    let identity = WebIdentity(
      tokenFile: "/v", role: "arn:v", sessionName: "job", server: Self.regional)
    #expect(try home.source(nil, variables) == .webIdentity(identity))
    let own = WebIdentity(
      tokenFile: "/token", role: "arn:aws:iam::1:role/w", sessionName: nil, server: Self.regional)
    #expect(try home.source("web", variables) == .webIdentity(own))
    let error = #expect(throws: CairnError.self) {
      try home.source(nil, ["AWS_WEB_IDENTITY_TOKEN_FILE": "/v"])
    }
    #expect(error?.everything.contains("AWS_ROLE_ARN") == true)
  }

  @Test func runsAProgramBeforeItTakesKeysOfTheFileOfConfiguration() throws {
    let process = try CredentialProcess("keys --of 'a b'", profile: "process")
    #expect(process.words == ["keys", "--of", "a b"])
    #expect(try home.source("process") == .process(process))
  }

  @Test func signsOnBySessionOrByStartURL() throws {
    let token = SignOnToken(
      session: "corporate", startURL: "https://corporate.example/start", region: "eu-west-1",
      directory: home.directory.path.string + "/.aws/sso/cache",
      endpoint: "https://oidc.eu-west-1.amazonaws.com")
    let signOn = SingleSignOn(
      profile: "signed-on", account: "1", role: "reader", token: token,
      endpoint: "https://portal.sso.eu-west-1.amazonaws.com")
    #expect(try home.source("signed-on") == .singleSignOn(signOn))
  }

  @Test func asksTheContainerAndThenTheInstance() throws {
    let variables = [
      "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/keys?id=1",
      "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/no",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN": "t",
    ]
    #expect(
      try home.source(nil, variables)
        == .container(
          ContainerCredentials(url: "http://169.254.170.2/keys?id=1", token: "t", tokenFile: nil)))
    let instance = InstanceMetadata(
      endpoint: "http://169.254.169.254", isDisabled: true, needsToken: false, timeout: 1,
      profile: nil)
    #expect(try home.source() == .instance(instance))
    let ipv6 = try home.source(nil, ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"])
    guard case .instance(let chosen) = ipv6 else { throw CairnError("\(ipv6)") }
    #expect(chosen.endpoint == "http://[fd00:ec2::254]")
  }

  @Test(arguments: [
    (nil, "eu-west-1", false, "https://sts.eu-west-1.amazonaws.com", "eu-west-1"),
    (nil, "eu-west-1", true, "https://sts.amazonaws.com", "us-east-1"),
    (nil, "eu-south-2", true, "https://sts.eu-south-2.amazonaws.com", "eu-south-2"),
    (nil, "cn-north-1", false, "https://sts.cn-north-1.amazonaws.com.cn", "cn-north-1"),
    (nil, nil, false, "https://sts.amazonaws.com", "us-east-1"),
    ("http://127.0.0.1:1", "eu-west-1", true, "http://127.0.0.1:1", "eu-west-1"),
  ])
  func findsTheServerOfRoles(
    _ endpoint: String?, _ region: String?, _ isLegacy: Bool, _ url: String, _ signed: String
  ) {
    let server = SecurityTokenService(endpoint: endpoint, region: region, isLegacy: isLegacy)
    #expect(server.url == url)
    #expect(server.region == signed)
  }

  @Test func takesEndpointsFromVariablesAndServices() throws {
    let home = try AWSHome(
      config: """
        [default]
        services = here
        sts_regional_endpoints = legacy
        [services here]
        sts =
          endpoint_url = http://sts.example
        sso_oidc =
          endpoint_url = http://oidc.example
        """)
    let configuration = try AWSConfiguration(S3Options(bucket: "b"), home.environment())
    #expect(configuration.tokenService.url == "http://sts.example")
    #expect(configuration.endpoint(of: "sso_oidc") == "http://oidc.example")
    #expect(configuration.endpoint(of: "sso") == nil)
    let variables = home.environment(["AWS_ENDPOINT_URL_STS": "http://v.example"])
    let named = try AWSConfiguration(S3Options(bucket: "b"), variables)
    #expect(named.tokenService.url == "http://v.example")
  }
}
