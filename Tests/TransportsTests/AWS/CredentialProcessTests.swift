import Basics
import SystemPackage
import TestSupport
import Testing

@testable import Transports

struct CredentialProcessTests {
  private let home: AWSHome

  init() throws { home = try AWSHome() }

  /// Makes a profile whose program is a script.
  private func prepare(_ script: String, arguments: String = "") throws {
    try home.directory.write("#!/bin/sh\n\(script)\n", to: "my keys", mode: 0o755)
    let program = home.directory.path.appending("my keys").string
    try home.directory.write(
      "[default]\ncredential_process = '\(program)' \(arguments)\n", to: ".aws/config")
  }

  @Test func takesWhatTheProgramPrints() async throws {
    try prepare(
      """
      echo "{\\"Version\\": 1, \\"AccessKeyId\\": \\"$1\\", \\"SecretAccessKey\\": \\"s\\",\
       \\"SessionToken\\": \\"t\\", \\"Expiration\\": \\"2030-01-01T03:00:00+02:00\\"}"
      """, arguments: "\"a b\"")
    #expect(
      try await home.fetch()
        == S3Credentials(
          id: "a b", secret: "s", sessionToken: "t", expiration: AWSHome.moment + 3600))
  }

  @Test func takesKeysThatDoNotExpire() async throws {
    try prepare(#"echo '{"Version": 1, "AccessKeyId": "i", "SecretAccessKey": "s"}'"#)
    #expect(try await home.fetch() == S3Credentials(id: "i", secret: "s"))
  }

  @Test(arguments: [
    ("echo no such user >&2; exit 3", "it ended with code 3: no such user"),
    ("echo my-secret", "it printed something else than JSON"),
    (
      #"echo '{"Version": 2, "SecretAccessKey": "my-secret"}'"#,
      "Unsupported version '2' for credential process provider, supported versions: 1"
    ),
    (
      #"echo '{"Version": 1, "SecretAccessKey": "my-secret"}'"#,
      "Missing required key in response: 'AccessKeyId'"
    ),
  ])
  func saysWhatIsWrong(_ script: String, _ reason: String) async throws {
    try prepare(script)
    let error = await home.error()
    #expect(error?.message == "Error when retrieving credentials from custom-process: \(reason)")
    #expect(error?.kind == .credentials)
    #expect(error?.hints.joined().contains("'default'") == true)
    #expect(error?.everything.contains("my-secret") == false)
  }

  @Test(arguments: [
    ("exec sleep 1000", 1, "it did not end within 1 seconds"),
    ("exec yes", 600, "it printed something else than JSON"),
  ])
  func endsWhatDoesNotEnd(_ script: String, _ seconds: Int, _ reason: String) async throws {
    try prepare(script)
    let services = AWSServices(
      environment: home.environment(), trust: .system, now: { AWSHome.moment }, patience: seconds)
    let source = try home.source()
    let error = await #expect(throws: CairnError.self) { try await source.fetch(services) }
    #expect(error?.message == "Error when retrieving credentials from custom-process: \(reason)")
    #expect(error?.kind == .credentials)
  }

  /// As they come to a request; the server is not asked.
  @Test func refusesKeysThatHaveExpired() async throws {
    try prepare(
      """
      echo '{"Version": 1, "AccessKeyId": "i", "SecretAccessKey": "my-secret",\
       "Expiration": "2029-12-31T23:59:59Z"}'
      """)
    let server = try ScriptedServer { _, _ in .init("200 OK") }
    var options = S3Options(bucket: "bucket")
    options.endpoint = server.endpoint
    let transport = S3Transport(
      S3Session(options, environment: home.environment(), now: { AWSHome.moment }))
    let key = try #require(ObjectKey("key"))
    let error = await transportError { _ = try await transport.stat(key) }
    #expect(error?.kind == .credentials)
    #expect(error?.detail.contains("still expired") == true)
    #expect(error?.userError.everything.contains("my-secret") == false)
    #expect(server.requests.isEmpty)
  }

  @Test func saysThatThereIsNoSuchProgram() async throws {
    for (command, reason) in [
      ("no-such-program-xyz a", "there is no program 'no-such-program-xyz'"),
      ("/nowhere/keys", "'/nowhere/keys' cannot be started"),
      ("'unclosed", "has a quote that is not closed"),
    ] {
      try home.directory.write(
        "[default]\ncredential_process = \(command)\n", to: ".aws/config")
      #expect(await home.error()?.message.contains(reason) == true)
    }
  }
}
