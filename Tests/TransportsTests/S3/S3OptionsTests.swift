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
  ])
  func refusesByName(_ options: [String: String], _ message: String) {
    let error = #expect(throws: CairnError.self) { try read(options) }
    #expect(error?.message == message)
  }
}
