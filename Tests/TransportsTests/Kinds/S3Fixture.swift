import FileAccess
import SystemPackage
import TestSupport

@testable import Transports

/// A remote of its own in the bucket of a server that many tests share.
struct S3Fixture: TransportFixture {
  /// The smallest parts that servers take.
  static let partSize: Int64 = 5 << 20

  let server: S3TestServer
  /// Tries again, as the program does: rclone answers 500 when two make the same directory.
  let transport: any Transport
  private let options: S3Options
  private let environment: [String: String]
  private let home: TemporaryDirectory

  /// - Parameters:
  ///   - wholeParts: of the large objects, after which there is a small one.
  ///   - pageSize: less than servers give by themselves, where making more objects takes long.
  init(
    _ server: S3TestServer, bucket: String = S3TestServer.bucket, usingVirtualHosts: Bool = false,
    wholeParts: Int = 4, pageSize: Int = 1000
  ) throws {
    self.server = server
    largeSize = Int(Self.partSize) * wholeParts + 1000
    home = try TemporaryDirectory()
    environment = ["HOME": home.path.string]
    if usingVirtualHosts {
      try home.write("[default]\ns3 =\n  addressing_style = virtual\n", to: ".aws/config")
    }
    var options = server.options(usingVirtualHosts: usingVirtualHosts)
    options.bucket = bucket
    options.pageSize = pageSize
    options.readTimeout = 240  // Swift deletes a thousand objects one after the other
    self.options = options
    let transport = S3Transport(S3Session(options, environment: environment))
    self.transport = server.isFlaky ? RetryingTransport(transport) : transport
  }

  var unfitNames: Set<String> { server.unfitNames }

  /// More than two parts in memory.
  let largeSize: Int

  func strays() async throws -> [String] {
    let query = [("uploads", ""), ("prefix", options.root)]
    let request = S3Request("ListMultipartUploads", .get, query: query)
    let answer: [UInt8]
    do { answer = try await self.answer(to: request) } catch S3Failure.server(let error)
      where error.status == 404
    {
      return []  // rclone's word for a bucket that has never seen an upload in parts
    }
    return try XMLReader.read(answer).all("Upload").compactMap { $0.text("Key") }
      .filter { $0.hasPrefix(options.root) }
  }

  private func answer(to request: S3Request) async throws -> [UInt8] {
    for _ in 0..<(server.isFlaky ? 4 : 0) {
      if let answer = try? await client.send(request).body { return answer }  // it fails at times
    }
    return try await client.send(request).body
  }

  func readOnly() async throws -> (any Transport)? {
    guard server.hasReader else { return nil }
    var options = options
    options.keys = S3Credentials(id: S3TestServer.reader.id, secret: S3TestServer.reader.secret)
    return S3Transport(S3Session(options, environment: environment))
  }

  private var client: S3Client {
    S3Client(session: S3Session(options, environment: environment))
  }
}

extension S3TestServer {
  /// Options for a remote below a root of its own.
  func options(usingVirtualHosts: Bool = false) -> S3Options {
    var options = S3Options(bucket: Self.bucket, root: "remotes/\(uniqueToken())")
    options.endpoint = usingVirtualHosts ? endpointByName : endpoint
    options.keys = S3Credentials(id: keys.id, secret: keys.secret)
    options.trust = authority.map { .authorities($0.string) }
    options.partSize = S3Fixture.partSize
    options.memory = S3Fixture.partSize * 2
    return options
  }
}
