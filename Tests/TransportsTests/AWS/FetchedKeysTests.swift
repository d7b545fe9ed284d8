import Basics
import Synchronization
import TestSupport
import Testing

@testable import Transports

/// Keys that are fetched, in use: for requests to a bucket.
struct FetchedKeysTests {
  private let home: AWSHome
  private let clock = TestClock()

  init() throws { home = try AWSHome() }

  /// A transport whose keys come from a container's server.
  private func transport(
    keys: ScriptedServer, to endpoint: String, root: String = "root"
  ) -> S3Transport {
    var options = S3Options(bucket: "bucket", root: root)
    options.endpoint = endpoint
    options.containerPatience = 60
    let environment = home.environment([
      "AWS_CONTAINER_CREDENTIALS_FULL_URI": keys.endpoint + "/"
    ])
    return S3Transport(
      S3Session(options, environment: environment, now: clock.now), partPolicy: .immediate())
  }

  private func key(_ name: String = "key") throws -> ObjectKey { try #require(ObjectKey(name)) }

  private func get(_ transport: S3Transport) async throws -> [UInt8] {
    let collector = ByteCollector()
    _ = try await transport.download(key(), range: nil, into: collector.receive)
    return collector.bytes
  }

  /// Takes keys from a number on, as if those before had expired.
  private static func bucket(since first: Int) -> ScriptedServer.Script {
    { request, _ in
      let id = request.headers["authorization"]?.split(separator: "/").first?.split(separator: "=")
        .last.flatMap { Int($0) }
      guard let id, id >= first else {
        return request.method == "HEAD"
          ? .init("400 Bad Request") : .error("400 Bad Request", "ExpiredToken")
      }
      return request.headers["x-amz-security-token"] == "token-\(id)"
        ? .init("200 OK", "bytes") : .error("403 Forbidden", "InvalidToken")
    }
  }

  private static func numberedKeys(until end: String = "2030-01-01T06:00:00Z") throws
    -> ScriptedServer
  {
    try ScriptedServer { _, number in
      .keysInJSON(id: "\(number)", token: "token-\(number)", until: end)
    }
  }

  @Test func getsNewKeysInTheMiddleOfATransfer() async throws {
    let keys = try Self.numberedKeys()
    let s3 = try ScriptedServer(Self.bucket(since: 2))
    let transport = transport(keys: keys, to: s3.endpoint)
    #expect(try await get(transport) == Array("bytes".utf8))
    #expect((keys.requests.count, s3.requests.count) == (2, 2))
    try await transport.upload(.bytes(Array("more".utf8)), to: key(), verifying: nil)
    #expect((keys.requests.count, s3.requests.count) == (2, 3))
  }

  @Test func getsNewKeysWhenAnAnswerHasNoBodyToSayWhy() async throws {
    let keys = try Self.numberedKeys()
    let s3 = try ScriptedServer(Self.bucket(since: 2))
    #expect(try await transport(keys: keys, to: s3.endpoint).stat(key())?.size == 5)
    #expect(keys.requests.count == 2)
  }

  @Test func triesOnceMoreAndNotForEver() async throws {
    let keys = try Self.numberedKeys()
    let s3 = try ScriptedServer(Self.bucket(since: 1000))
    let transport = transport(keys: keys, to: s3.endpoint)
    let error = await transportError { _ = try await get(transport) }
    #expect(error?.kind == .credentials)
    #expect(error?.detail.contains("ExpiredToken") == true)
    #expect((keys.requests.count, s3.requests.count) == (2, 2))
  }

  @Test func getsNewKeysOnceForManyRequests() async throws {
    let keys = try Self.numberedKeys()
    let s3 = try ScriptedServer(Self.bucket(since: 2))
    let transport = transport(keys: keys, to: s3.endpoint)
    let results = await concurrentMap(Array(0..<40), width: 16) { _ in try await get(transport) }
    #expect(results.allSatisfy { (try? $0.get()) == Array("bytes".utf8) })
    #expect(keys.requests.count == 2)
  }

  @Test func getsNewKeysBeforeTheOldOnesEnd() async throws {
    let keys = try ScriptedServer { _, number in
      .keysInJSON(
        id: "\(number)", token: "token-\(number)", until: "2030-01-01T0\(number):00:00Z")
    }
    let s3 = try ScriptedServer(Self.bucket(since: 1))
    let transport = transport(keys: keys, to: s3.endpoint)
    _ = try await get(transport)
    clock.advance(40 * 60)
    _ = try await get(transport)
    #expect(keys.requests.count == 1)
    clock.advance(12 * 60)
    _ = try await get(transport)
    #expect(keys.requests.count == 2)
    #expect(s3.requests.last?.headers["x-amz-security-token"] == "token-2")
  }

  @Test func saysWhyThereAreNoKeys() async throws {
    let keys = try ScriptedServer { _, _ in .init("403 Forbidden", "secret") }
    let s3 = try ScriptedServer(Self.bucket(since: 1))
    let transport = transport(keys: keys, to: s3.endpoint)
    for _ in 0..<3 {
      let error = await transportError { _ = try await get(transport) }
      #expect(error?.kind == .credentials)
      #expect(error?.userError.message.contains("Received non 200 response 403") == true)
      #expect(error?.userError.everything.contains("secret") == false)
    }
    #expect((keys.requests.count, s3.requests.count) == (1, 0))
  }

  @Test func asksNobodyForKeysThatAreThere() async throws {
    let keys = try Self.numberedKeys()
    var options = S3Options(bucket: "bucket")
    options.keys = S3Credentials(id: "1", secret: "s", sessionToken: "token-1")
    let s3 = try ScriptedServer(Self.bucket(since: 1))
    options.endpoint = s3.endpoint
    let environment = home.environment([
      "AWS_CONTAINER_CREDENTIALS_FULL_URI": keys.endpoint + "/"
    ])
    _ = try await get(S3Transport(S3Session(options, environment: environment)))
    #expect(keys.requests.isEmpty)
  }
}

/// The keys of each source, taken by a real server of objects.
@Suite(.enabled(if: InstalledServer.seaweedFS.isExpected))
struct FetchedKeysServerTests {
  private static let end = "2100-01-01T00:00:00Z"
  private static let owner = S3TestServer.owner

  private func passes(_ home: AWSHome, _ variables: [String: String] = [:]) async throws {
    var options = try await SeaweedFS.plain.value().options()
    options.keys = nil
    options.containerPatience = 60
    let transport = S3Transport(S3Session(options, environment: home.environment(variables)))
    let key = try #require(ObjectKey("key"))
    try await transport.upload(.bytes(Array("bytes".utf8)), to: key, verifying: nil)
    #expect(try await transport.stat(key)?.size == 5)
  }

  @Test func takesTheKeysOfAProgram() async throws {
    let home = try AWSHome(
      config: "[default]\ncredential_process = sh -c 'cat \"$HOME/keys.json\"'\n")
    try home.directory.write(
      """
      {"Version": 1, "AccessKeyId": "\(Self.owner.id)", "SecretAccessKey": "\(Self.owner.secret)",
       "Expiration": "\(Self.end)"}
      """, to: "keys.json")
    try await passes(home)
  }

  @Test func takesTheKeysOfARole() async throws {
    let sts = try ScriptedServer { _, _ in
      .roleKeys(id: Self.owner.id, secret: Self.owner.secret, token: "", until: Self.end)
    }
    let home = try AWSHome(
      config: """
        [default]
        role_arn = arn:r
        source_profile = base
        [profile base]
        aws_access_key_id = base
        aws_secret_access_key = base
        """)
    try await passes(home, ["AWS_ENDPOINT_URL_STS": sts.endpoint])
    #expect(sts.requests.count == 1)
  }

  @Test func takesTheKeysOfAContainerAndAnInstance() async throws {
    let answer = ScriptedServer.Answer.keysInJSON(
      id: Self.owner.id, secret: Self.owner.secret, token: "", until: Self.end)
    let server = try ScriptedServer { request, _ in
      if request.target == "/latest/api/token" { return .init("200 OK", "t") }
      return request.target.hasSuffix("security-credentials/") ? .init("200 OK", "r") : answer
    }
    let home = try AWSHome()
    try await passes(home, ["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.endpoint + "/k"])
    try await passes(
      home,
      [
        "AWS_EC2_METADATA_DISABLED": "false",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.endpoint,
        "AWS_METADATA_SERVICE_TIMEOUT": "60",
      ])
    #expect(server.requests.count == 4)
  }
}
