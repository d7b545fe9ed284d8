import Basics
import SystemPackage
import TestSupport
import Testing

@testable import Transports

struct AWSConfigurationTests {
  private let home: TemporaryDirectory

  init() throws {
    home = try TemporaryDirectory()
    try home.write(
      """
      [default]
      aws_access_key_id = default-id
      aws_secret_access_key = default-secret

      ; a comment
      [ann]
      aws_access_key_id=ann-id
      aws_secret_access_key : ann=secret
      aws_session_token=ann-token
      [half]
      aws_access_key_id = half
      """, to: ".aws/credentials")
    try home.write(
      """
      [default]
      region = eu-west-1
      [profile ann]
      region = eu-west-2
      endpoint_url = http://ann.example
      s3 =
          addressing_style = virtual
          max_concurrent_requests = 20
      [profile "in config"]
      aws_access_key_id = config-id
      aws_secret_access_key = config-secret
      services = local
      ca_bundle = /ca.pem
      [services local]
      s3 =
        endpoint_url = http://service.example
      """, to: ".aws/config")
  }

  private func keys(
    _ profile: String? = nil, _ variables: [String: String] = [:]
  ) throws -> S3Credentials? {
    guard case .keys(let keys) = try configuration(profile: profile, variables).source() else {
      return nil
    }
    return keys
  }

  private func configuration(
    profile: String? = nil, _ variables: [String: String] = [:]
  ) throws -> AWSConfiguration {
    var options = S3Options(bucket: "bucket")
    options.profile = profile
    return try AWSConfiguration(
      options, variables.merging(["HOME": home.path.string]) { own, _ in own })
  }

  @Test func takesTheDefaultProfile() throws {
    let configuration = try configuration()
    #expect(
      try configuration.source() == .keys(S3Credentials(id: "default-id", secret: "default-secret"))
    )
    #expect(configuration.region == "eu-west-1")
    #expect(configuration.endpoint(of: "s3") == nil)
    #expect(configuration.usesVirtualHosts == nil)
  }

  @Test func takesTheProfileThatTheRemoteNames() throws {
    let configuration = try configuration(
      profile: "ann", ["AWS_ACCESS_KEY_ID": "no", "AWS_SECRET_ACCESS_KEY": "no"])
    #expect(
      try configuration.source()
        == .keys(S3Credentials(id: "ann-id", secret: "ann=secret", sessionToken: "ann-token")))
    #expect(configuration.region == "eu-west-2")
    #expect(configuration.endpoint(of: "s3") == "http://ann.example")
    #expect(configuration.usesVirtualHosts == true)
  }

  @Test func takesTheProfileOfTheVariables() throws {
    #expect(try keys(nil, ["AWS_PROFILE": "ann"])?.id == "ann-id")
    let configured = try configuration(["AWS_PROFILE": "in config"])
    #expect(try keys("in config")?.id == "config-id")
    #expect(configured.endpoint(of: "s3") == "http://service.example")
    #expect(configured.authorities == "/ca.pem")
  }

  @Test func letsVariablesWin() throws {
    let configuration = try configuration([
      "AWS_PROFILE": "ann", "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret",
      "AWS_SESSION_TOKEN": "token", "AWS_DEFAULT_REGION": "us-west-1",
      "AWS_ENDPOINT_URL": "http://all.example", "AWS_ENDPOINT_URL_S3": "http://s3.example",
      "AWS_CA_BUNDLE": "/bundle",
    ])
    #expect(
      try configuration.source()
        == .keys(S3Credentials(id: "id", secret: "secret", sessionToken: "token")))
    #expect(configuration.region == "us-west-1")
    #expect(configuration.endpoint(of: "s3") == "http://s3.example")
    #expect(configuration.authorities == "/bundle")
  }

  private func id(_ options: S3Options, _ environment: [String: String]) throws -> String? {
    guard case .keys(let keys) = try AWSConfiguration(options, environment).source() else {
      return nil
    }
    return keys.id
  }

  @Test func readsFilesFromWhereItIsTold() throws {
    try home.write(
      "[default]\naws_access_key_id = other\naws_secret_access_key = s\n", to: "other")
    var options = S3Options(bucket: "bucket")
    options.credentialFile = home.path.appending("other").string
    let environment = ["HOME": home.path.string]
    #expect(try id(options, environment) == "other")
    let file = home.path.appending(".aws/credentials").string
    let named = environment.merging(["AWS_SHARED_CREDENTIALS_FILE": file]) { $1 }
    #expect(try id(options, named) == "default-id")
    options.credentialFile = "~/other"
    #expect(try id(options, environment) == "other")
  }

  @Test(arguments: [
    ("nobody", "The config profile (nobody) could not be found"),
    (
      "half", "Partial credentials found in shared-credentials-file, missing: aws_secret_access_key"
    ),
  ])
  func saysWhatIsWrongWithAProfile(_ name: String, _ message: String) throws {
    let configuration = try configuration(profile: name)
    let error = #expect(throws: CairnError.self) { try configuration.source() }
    #expect(error?.message == message)
    #expect(error?.kind == .credentials)
  }

  @Test func takesWhatTheRemoteSaysFirst() throws {
    var options = S3Options(bucket: "bucket")
    let environment = [
      "HOME": home.path.string, "AWS_PROFILE": "ann", "https_proxy": "http://proxy:1",
      "no_proxy": "localhost",
    ]
    let inherited = try S3Settings(options, environment: environment, directory: "/d")
    #expect(inherited.endpoint.origin == "http://bucket.ann.example")
    #expect(inherited.region == "eu-west-2")
    #expect(
      inherited.source
        == .keys(S3Credentials(id: "ann-id", secret: "ann=secret", sessionToken: "ann-token")))
    #expect(inherited.http.proxies.proxy(for: inherited.endpoint.origin) == nil)
    options.endpoint = "https://own.example"
    options.region = "own"
    options.trust = .authorities("ca.pem")
    options.isAnonymous = true
    let own = try S3Settings(options, environment: environment, directory: "/d")
    #expect(own.endpoint.origin == "https://bucket.own.example")
    #expect(own.region == "own")
    #expect(own.source == nil)
    #expect(own.http.trust == .authorityFile("/d/ca.pem"))
    #expect(own.http.proxies.proxy(for: own.endpoint.origin) == "http://proxy:1")
    #expect(own.http.proxies.proxy(for: "https://localhost") == nil)
  }
}
