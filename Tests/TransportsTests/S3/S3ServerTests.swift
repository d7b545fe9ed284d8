import Basics
import FileAccess
import Hashing
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// What only a real server shows.
@Suite(.enabled(if: InstalledServer.seaweedFS.isExpected && InstalledServer.rclone.isExpected))
struct S3ServerTests {
  private func transport(
    to server: S3TestServer? = nil, changing change: (inout S3Options) -> Void = { _ in }
  ) async throws -> S3Transport {
    let server = if let server { server } else { try await SeaweedFS.plain.value() }
    var options = server.options()
    change(&options)
    return S3Transport(S3Session(options, environment: [:]))
  }

  private func key(_ name: String = "a/key") throws -> ObjectKey { try #require(ObjectKey(name)) }

  private func read(_ transport: any Transport, _ key: ObjectKey) async throws -> [UInt8] {
    let collector = ByteCollector()
    _ = try await transport.download(key, into: collector.receive)
    return collector.bytes
  }

  @Test(arguments: [
    (S3Fixture.partSize, false), (S3Fixture.partSize + 1, true), (S3Fixture.partSize * 2, true),
    (S3Fixture.partSize * 2 + 1, true), (S3Fixture.partSize * 3 - 1, true),
  ])
  func cutsObjectsAtTheEdge(_ size: Int64, _ isCut: Bool) async throws {
    let transport = try await transport()
    let bytes = sampleBytes(Int(size), seed: UInt64(size))
    let check = ContentCheck(.md5, Digest(of: bytes))
    try await transport.upload(.bytes(bytes), to: key(), verifying: check)
    let object = try #require(try await transport.stat(key()))
    #expect(object.size == size)
    #expect(object.entityTag?.contains("-") == isCut)
    #expect(try await read(transport, key()) == bytes)
  }

  @Test func saysThatKeysAreWrong() async throws {
    let transport = try await transport { $0.keys?.secret = "wrong" }
    let (key, bytes) = (try key(), sampleBytes(Int(S3Fixture.partSize) + 1))
    await expect(.credentials) { () async throws(TransportError) in
      _ = try await transport.stat(key)
    }
    await expect(.credentials) { () async throws(TransportError) in
      _ = try await transport.list(prefix: "")
    }
    await expect(.credentials) { () async throws(TransportError) in
      _ = try await transport.download(key) { _ in }
    }
    for source in [UploadSource.bytes([1]), .bytes(bytes)] {
      await expect(.credentials) { () async throws(TransportError) in
        try await transport.upload(source, to: key, verifying: nil)
      }
    }
    #expect(await transport.delete([key]).mapValues(\.kind) == [key: .credentials])
  }

  @Test func saysThatAUserIsUnknown() async throws {
    let transport = try await transport { $0.keys?.id = "nobody" }
    let error = await transportError { _ = try await transport.stat(key()) }
    #expect(error?.kind == .credentials)
    #expect(error?.detail.contains("InvalidAccessKeyId") == true)
  }

  /// SeaweedFS makes buckets when somebody uploads, so that rclone is asked about that.
  @Test func saysThatThereIsNoBucket() async throws {
    for server in [try await SeaweedFS.plain.value(), try await RcloneS3.plain.value()] {
      let transport = try await transport(to: server) { $0.bucket = "no-such-bucket" }
      let key = try key()
      await expect(.noRoot) { () async throws(TransportError) in _ = try await transport.stat(key) }
      await expect(.noRoot) { () async throws(TransportError) in
        _ = try await transport.list(prefix: "")
      }
      await expect(.noRoot) { () async throws(TransportError) in
        _ = try await transport.download(key) { _ in }
      }
    }
    let transport = try await transport(to: RcloneS3.plain.value()) { $0.bucket = "no-such-bucket" }
    let error = await transportError {
      try await transport.upload(.bytes([1]), to: key(), verifying: nil)
    }
    #expect(error?.kind == .noRoot)
  }

  @Test func showsTheServersNumberOfARequest() async throws {
    let reader = S3TestServer.reader
    let transport = try await transport {
      $0.keys = S3Credentials(id: reader.id, secret: reader.secret)
    }
    let error = await transportError {
      try await transport.upload(.bytes([1]), to: key(), verifying: nil)
    }
    #expect(error?.kind == .denied)
    #expect(error?.userError.hints.contains { $0.contains("its request ID is ") } == true)
  }

  @Test func understandsOthersAndIsUnderstood() async throws {
    let server = try await SeaweedFS.plain.value()
    let transport = try await transport(to: server)
    let root = "s3:\(S3TestServer.bucket)/\(transport.client.session.options.root)"
    try await transport.upload(.bytes(Array("ours\n".utf8)), to: key("a/ours +%"), verifying: nil)
    let rclone = try InstalledServer.rclone.program()
    let environment = isolatedEnvironment(server.rcloneEnvironment)
    let read = try await runProcess(
      [rclone, "cat", root + "/a/ours +%"], cwd: "/", env: environment)
    #expect(read.out == "ours\n")
    let written = try await runProcess(
      [rclone, "rcat", root + "/a/theirs é"], cwd: "/", env: environment,
      input: Array("theirs\n".utf8))
    #expect(written.status == 0)
    #expect(try await self.read(transport, key("a/theirs é")) == Array("theirs\n".utf8))
    #expect(try await transport.list(prefix: "a/").objects.count == 2)
  }

  @Test func keepsWhatOnlyTheCustomersKeyOpens() async throws {
    let server = try await SeaweedFS.encrypted.value()
    let secret = Base64.encode(sampleBytes(32))
    let headers = try S3ObjectHeaders(["sse_customer_key": secret])
    let transport = try await transport(to: server) { $0.headers = headers }
    let bytes = sampleBytes(Int(S3Fixture.partSize) + 10)
    for (name, content) in [("small", Array(bytes.prefix(100))), ("large", bytes)] {
      let check = ContentCheck(.md5, Digest(of: content))
      try await transport.upload(.bytes(content), to: key(name), verifying: check)
      #expect(try await read(transport, key(name)) == content)
      #expect(try await transport.stat(key(name))?.size == Int64(content.count))
    }
    var options = transport.client.session.options
    options.headers = S3ObjectHeaders()
    let other = S3Transport(S3Session(options, environment: [:]))
    _ = await transportError { _ = try await read(other, key("small")) }
  }

  @Test func encryptsOnTheServerWhenAsked() async throws {
    let headers = try S3ObjectHeaders(["sse": "AES256", "acl": "private"])
    let transport = try await transport { $0.headers = headers }
    try await transport.upload(.bytes([1, 2, 3]), to: key(), verifying: nil)
    let head = try await transport.client.send(
      S3Request("HeadObject", .head, key: transport.name(of: key()))
    ).head
    #expect(head["x-amz-server-side-encryption"] == "AES256")
    #expect(try await read(transport, key()) == [1, 2, 3])
  }
}
