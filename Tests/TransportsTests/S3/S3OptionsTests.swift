import Basics
import Testing

@testable import Transports

struct S3OptionsTests {
  private func read(_ options: [String: String], url: String = "s3://bucket/a") throws -> S3Options
  {
    try S3Options(TransportRequest(url: url, options: options.merging(["url": url]) { $1 }))
  }

  @Test(arguments: [
    ("s3://bucket", "bucket", ""), ("s3://bucket/", "bucket", ""),
    ("s3://bucket/a/b", "bucket", "a/b"), ("S3://bucket//a//b//", "bucket", "a//b"),
    ("s3://bucket/a b%20", "bucket", "a b%20"),
  ])
  func takesTheURLApart(_ url: String, _ bucket: String, _ root: String) throws {
    let options = try read([:], url: url)
    #expect(options.bucket == bucket)
    #expect(options.root == root)
  }

  @Test func readsWhatDVCReads() throws {
    let options = try read([
      "region": "eu-west-1", "profile": "ann", "credentialpath": "/c", "configpath": "/d",
      "endpointurl": "http://h:1", "access_key_id": "id", "secret_access_key": "secret",
      "session_token": "token", "use_ssl": "False", "ssl_verify": "ca.pem",
      "allow_anonymous_login": "true", "read_timeout": "7", "connect_timeout": "8", "jobs": "3",
      "listobjects": "true", "cache_regions": "true", "verify": "true", "checksum_jobs": "2",
    ])
    #expect(options.region == "eu-west-1")
    #expect(options.profile == "ann")
    #expect(options.credentialFile == "/c")
    #expect(options.configFile == "/d")
    #expect(options.endpoint == "http://h:1")
    #expect(options.keys == S3Credentials(id: "id", secret: "secret", sessionToken: "token"))
    #expect(!options.usesTLS)
    #expect(options.trust == .authorities("ca.pem"))
    #expect(options.isAnonymous)
    #expect(options.readTimeout == 7)
    #expect(options.connectTimeout == 8)
    #expect(options.width == 3)
  }

  struct Option: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var value: String
    var isHonoured: @Sendable (S3Options) -> Bool

    init(_ name: String, _ value: String, _ isHonoured: @escaping @Sendable (S3Options) -> Bool) {
      (testDescription, self.value, self.isHonoured) = (name, value, isHonoured)
    }

    /// Of an option that becomes a header of its own.
    init(_ name: String, header: String) {
      self.init(name, "v") { $0.headers.creating == [.init(name: "x-amz-\(header)", value: "v")] }
    }
  }

  /// All options that DVC 3.67.1 has for s3, and what becomes of each.
  static let options = [
    Option("region", "eu-west-1") { $0.region == "eu-west-1" },
    Option("profile", "ann") { $0.profile == "ann" },
    Option("credentialpath", "/c") { $0.credentialFile == "/c" },
    Option("configpath", "/d") { $0.configFile == "/d" },
    Option("endpointurl", "http://h:1") { $0.endpoint == "http://h:1" },
    Option("use_ssl", "false") { !$0.usesTLS },
    Option("ssl_verify", "false") { $0.trust == .everything },
    Option("allow_anonymous_login", "true") { $0.isAnonymous },
    Option("read_timeout", "7") { $0.readTimeout == 7 },
    Option("connect_timeout", "8") { $0.connectTimeout == 8 },
    Option("jobs", "3") { $0.width == 3 },
    Option("sse", header: "server-side-encryption"),
    Option("sse_kms_key_id", header: "server-side-encryption-aws-kms-key-id"),
    Option("sse_customer_key", "MDEyMw==") { $0.headers.always.count == 3 },
    Option("acl", header: "acl"),
    Option("grant_read", header: "grant-read"),
    Option("grant_read_acp", header: "grant-read-acp"),
    Option("grant_write_acp", header: "grant-write-acp"),
    Option("grant_full_control", header: "grant-full-control"),
  ]

  @Test(arguments: options)
  func honours(_ option: Option) throws {
    #expect(option.isHonoured(try read([option.testDescription: option.value])))
    #expect(!option.isHonoured(try read([:])))
  }

  @Test func honoursWhatBelongsTogether() throws {
    let keys = ["access_key_id": "id", "secret_access_key": "secret", "session_token": "token"]
    #expect(
      try read(keys).keys == S3Credentials(id: "id", secret: "secret", sessionToken: "token"))
    let customer = ["sse_customer_key": "MDEyMw==", "sse_customer_algorithm": "AES512"]
    #expect(try read(customer).headers.always.first?.value == "AES512")
  }

  /// What changes nothing here: regions are always kept, and the others are read above.
  @Test(arguments: [
    "cache_regions", "listobjects", "verify", "checksum_jobs", "no_traverse", "version_aware",
    "worktree",
  ])
  func takesWithoutEffect(_ option: String) throws {
    #expect(try read([option: "true"]) == read([:]))
  }

  @Test(arguments: [
    ("true", S3Options.Trust.system), ("FALSE", .everything), ("/ca.pem", .authorities("/ca.pem")),
  ])
  func readsWhomToTrust(_ text: String, _ trust: S3Options.Trust) throws {
    #expect(try read(["ssl_verify": text]).trust == trust)
  }

  @Test func turnsOptionsIntoHeaders() throws {
    let creating = try read([
      "acl": "bucket-owner-full-control", "sse": "aws:kms", "sse_kms_key_id": "key",
    ]).headers
    #expect(
      creating.creating.map { "\($0.name): \($0.value)" } == [
        "x-amz-acl: bucket-owner-full-control", "x-amz-server-side-encryption: aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id: key",
      ])
    #expect(creating.always.isEmpty)
    let grants = try read(["grant_read": "id=1", "grant_full_control": "id=2"]).headers
    #expect(
      grants.creating.map(\.name) == ["x-amz-grant-full-control", "x-amz-grant-read"])
  }

  @Test func sendsTheCustomersKeyWithItsDigest() throws {
    let headers = try read(["sse_customer_key": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="])
      .headers.always
    let prefix = "x-amz-server-side-encryption-customer-"
    #expect(
      headers.map { "\($0.name): \($0.value)" } == [
        "\(prefix)algorithm: AES256", "\(prefix)key: MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "\(prefix)key-md5: hRasmdxgYDKV3nvbahU1MA==",
      ])
  }

  @Test(arguments: [
    (
      ["acl": "private", "grant_read": "id=1"],
      "`acl` and `grant_*` AWS S3 config options are mutually exclusive"
    ),
    (
      ["sse_kms_key_id": "k", "sse_customer_key": "AAAA"],
      "`sse_kms_key_id` and `sse_customer_key` AWS S3 config options are mutually exclusive"
    ),
    (["sse_customer_key": "not base64"], "`sse_customer_key` is not Base64"),
    (["access_key_id": "x"], "Partial credentials found in explicit, missing: secret_access_key"),
    (["secret_access_key": "x"], "Partial credentials found in explicit, missing: access_key_id"),
    (["future": "x"], "the option 'future' of s3 remotes is not supported by Cairn"),
    (["grant_write": "x"], "the option 'grant_write' of s3 remotes is not supported by Cairn"),
    (["sse_x": "x"], "the option 'sse_x' of s3 remotes is not supported by Cairn"),
  ])
  func refusesByName(_ options: [String: String], _ message: String) {
    let error = #expect(throws: CairnError.self) { try read(options) }
    #expect(error?.message == message)
  }
}
