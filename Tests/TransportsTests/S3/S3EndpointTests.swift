import Basics
import Testing

@testable import Transports

struct S3EndpointTests {
  private func endpoint(
    _ bucket: String = "bucket", at endpoint: String? = nil, region: String = "us-east-1",
    usesTLS: Bool = true, usesVirtualHosts: Bool? = nil
  ) throws -> S3Endpoint {
    try S3Endpoint(
      bucket: bucket, endpoint: endpoint, region: region, usesTLS: usesTLS,
      usesVirtualHosts: usesVirtualHosts)
  }

  @Test func putsTheBucketIntoAmazonsHost() throws {
    let usual = try endpoint()
    #expect(usual.origin == "https://bucket.s3.us-east-1.amazonaws.com")
    #expect(usual.path == "")
    #expect(
      try endpoint(region: "cn-north-1").origin == "https://bucket.s3.cn-north-1.amazonaws.com.cn")
    #expect(try endpoint(usesTLS: false).origin == "http://bucket.s3.us-east-1.amazonaws.com")
    #expect(try endpoint(usesVirtualHosts: false).path == "/bucket")
  }

  @Test(arguments: ["with.dot", "Upper", "under_score", "-dash", "ab"])
  func keepsNamesThatAreNoHostsInThePath(_ bucket: String) throws {
    let endpoint = try endpoint(bucket)
    #expect(endpoint.host == "s3.us-east-1.amazonaws.com")
    #expect(endpoint.path == "/\(bucket)")
  }

  @Test func putsTheBucketIntoThePathOfOtherServers() throws {
    let other = try endpoint(at: "http://127.0.0.1:9000")
    #expect(other.origin == "http://127.0.0.1:9000")
    #expect(other.path == "/bucket")
    let virtual = try endpoint(at: "https://store.example/s3/", usesVirtualHosts: true)
    #expect(virtual.origin == "https://bucket.store.example")
    #expect(virtual.path == "/s3")
  }

  @Test(arguments: [
    ("http://h:80", "h"), ("https://h:443/", "h"), ("http://h:443", "h:443"), ("HTTPS://h", "h"),
    ("http://[::1]:9000", "[::1]:9000"),
  ])
  func leavesOutTheUsualPort(_ url: String, _ host: String) throws {
    #expect(try endpoint(at: url).host == host)
  }

  @Test(arguments: ["127.0.0.1:9000", "ftp://h", "", "http://", "https:///x", "http://u:p@h"])
  func refusesWhatIsNoEndpoint(_ url: String) {
    let error = #expect(throws: CairnError.self) { try endpoint(at: url) }
    #expect(error?.message == "Invalid endpoint: \(url)")
  }
}
