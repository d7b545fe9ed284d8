import Basics
import SystemPackage
import TestSupport
import Testing

@testable import Transports

struct ContainerCredentialsTests {
  private let home: AWSHome

  init() throws { home = try AWSHome() }

  private func variables(
    _ server: ScriptedServer, _ more: [String: String] = [:]
  ) -> [String: String] {
    more.merging(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.endpoint + "/keys?id=1"]) { $1 }
  }

  @Test func asksTheServerBesideTheContainer() async throws {
    let server = try ScriptedServer { _, _ in .keysInJSON() }
    let keys = try await home.fetch(
      nil, variables(server, ["AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic abc"]))
    #expect(
      keys
        == S3Credentials(
          id: "ASIA", secret: "json-secret", sessionToken: "json-token",
          expiration: AWSHome.moment + 6 * 3600))
    #expect(server.requests.first?.target == "/keys?id=1")
    #expect(server.requests.first?.headers["authorization"] == "Basic abc")
    #expect(server.requests.first?.headers["accept"] == "application/json")
  }

  @Test func readsTheTokenFromItsFileEachTime() async throws {
    let server = try ScriptedServer { _, _ in .keysInJSON() }
    let variables = variables(
      server,
      [
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "no",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": home.directory.path.appending("t").string,
      ])
    for token in ["one", "two"] {
      try home.directory.write(token, to: "t")
      _ = try await home.fetch(nil, variables)
    }
    #expect(server.requests.map { $0.headers["authorization"] } == ["one", "two"])
    try home.directory.write("one\r\nX: y", to: "t")
    #expect(await home.error(nil, variables)?.message.hasSuffix("legal header value") == true)
  }

  @Test(arguments: [
    "http://example.com/", "http://localhost@example.com/", "http://10.0.0.1/",
    "http://169.254.170.3/", "http://[fd00:ec2::24]/", "ftp://localhost/",
    "http://127.0.0.1.example.com/",
  ])
  func asksNobodyElse(_ url: String) async throws {
    let error = await home.error(nil, ["AWS_CONTAINER_CREDENTIALS_FULL_URI": url])
    #expect(error?.message.contains("Unsupported host") == true)
    #expect(error?.hints.joined().contains("AWS_CONTAINER_CREDENTIALS_FULL_URI") == true)
  }

  @Test func triesThreeTimesAndSaysWhatCame() async throws {
    let busy = try ScriptedServer { _, _ in .init("500 Oops", "secret") }
    let error = await home.error(nil, variables(busy))
    #expect(busy.requests.count == 3)
    #expect(error?.message.contains("\(busy.endpoint)/keys?id=1: 500 Oops") == true)
    #expect(error?.everything.contains("secret") == false)
    let odd = try ScriptedServer { _, _ in .init("200 OK", "{\"AccessKeyId\": \"x\"}") }
    #expect(
      await home.error(nil, variables(odd))?.message
        == "Error when retrieving credentials from container-role: Missing required key in "
        + "response: 'SecretAccessKey'")
  }
}
