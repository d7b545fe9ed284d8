import Basics
import Glibc
import TestSupport
import Testing

@testable import Transports

struct InstanceMetadataTests {
  private let home: AWSHome
  private static let roles = "/latest/meta-data/iam/security-credentials/"

  init() throws {
    home = try AWSHome(
      config: """
        [profile role]
        role_arn = arn:r
        credential_source = Ec2InstanceMetadata
        """)
  }

  /// - Parameter seconds: how long each answer may take.
  private func variables(_ endpoint: String, seconds: Int = 60) -> [String: String] {
    [
      "AWS_EC2_METADATA_SERVICE_ENDPOINT": endpoint, "AWS_EC2_METADATA_DISABLED": "false",
      "AWS_METADATA_SERVICE_TIMEOUT": "\(seconds)",
    ]
  }

  private static func instance(_ keys: ScriptedServer.Answer) -> ScriptedServer.Script {
    { request, _ in
      if request.method == "PUT" {
        return request.headers["x-aws-ec2-metadata-token-ttl-seconds"] == "21600"
          ? .init("200 OK", "imds-token") : .init("400 Bad Request")
      }
      guard request.headers["x-aws-ec2-metadata-token"] == "imds-token" else {
        return .init("401 Unauthorized")
      }
      return request.target == roles ? .init("200 OK", "my-role") : keys
    }
  }

  @Test func asksForATokenThenTheRoleThenItsKeys() async throws {
    let server = try ScriptedServer(Self.instance(.keysInJSON()))
    let proxy = ["http_proxy": "http://127.0.0.1:1", "no_proxy": ""]
    let keys = try await home.fetch(nil, variables(server.endpoint).merging(proxy) { $1 })
    #expect(keys.sessionToken == "json-token")
    #expect(keys.expiration == AWSHome.moment + 6 * 3600)
    #expect(
      server.requests.map { "\($0.method) \($0.target)" } == [
        "PUT /latest/api/token", "GET \(Self.roles)", "GET \(Self.roles)my-role",
      ])
  }

  @Test func asksWithoutATokenWhereThereIsNone() async throws {
    let server = try ScriptedServer { request, _ in
      if request.method == "PUT" { return .init("404 Not Found") }
      return request.target == Self.roles ? .init("200 OK", "old") : .keysInJSON()
    }
    #expect(try await home.fetch(nil, variables(server.endpoint)).id == "ASIA")
    let strict = variables(server.endpoint).merging(["AWS_EC2_METADATA_V1_DISABLED": "true"]) { $1 }
    #expect(await home.error(nil, strict)?.message.contains("IMDSv1 has been disabled") == true)
  }

  @Test func usesKeysThatTheInstanceHandsOutTooLate() async throws {
    let server = try ScriptedServer(
      Self.instance(.keysInJSON(until: "2029-12-31T23:00:00Z")))
    let keys = try await home.fetch(nil, variables(server.endpoint))
    #expect(keys.expiration == AWSHome.moment + 20 * 60)
  }

  @Test func saysThatThereAreNoKeysWhereThereIsNoInstance() async throws {
    let error = await home.error(nil, variables("http://127.0.0.1:1"))
    #expect(error?.message == "Unable to locate credentials")
    #expect(error?.hints.joined().contains("access_key_id") == true)
    // An address that leads nowhere.
    let silent = await home.error(nil, variables("http://240.0.0.1", seconds: 1))
    #expect(silent?.message == "Unable to locate credentials")
    let role = await home.error("role", variables("http://127.0.0.1:1"))
    #expect(role?.message.contains("referenced in profile role") == true)
  }

  /// Whatever has that address where there is no instance.
  @Test func doesNotWaitForASilentServer() async throws {
    let keys = Self.instance(.keysInJSON())
    let server = try ScriptedServer { request, number in
      if number > 1 { sleep(3) }
      return keys(request, number)
    }
    let error = await home.error(nil, variables(server.endpoint, seconds: 1))
    #expect(error?.message == "Unable to locate credentials")
  }

  @Test func asksNobodyWhenItIsTurnedOff() async throws {
    let server = try ScriptedServer(Self.instance(.keysInJSON()))
    let off = variables(server.endpoint).merging(["AWS_EC2_METADATA_DISABLED": "TRUE"]) { $1 }
    #expect(await home.error(nil, off)?.message == "Unable to locate credentials")
    #expect(server.requests.isEmpty)
  }

  @Test func takesAnInstanceWithoutRoleForNone() async throws {
    let server = try ScriptedServer { request, _ in
      request.method == "PUT" ? .init("200 OK", "t") : .init("404 Not Found")
    }
    let error = await home.error(nil, variables(server.endpoint))
    #expect(error?.message == "Unable to locate credentials")
  }
}
