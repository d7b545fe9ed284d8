package import SystemPackage

/// An S3 server of the test run, with one bucket, `bucket`, and users of known keys.
package struct S3TestServer: Sendable {
  /// `http://127.0.0.1:23456`
  package let endpoint: String
  /// The authority to trust; nil without TLS.
  package let authority: FilePath?
  /// Whether it knows the user `reader`.
  package let hasReader: Bool
  /// Names of objects that it takes for others.
  package var unfitNames: Set<String> = []
  /// Whether it sometimes fails for no reason.
  package var isFlaky = false
  /// Whose keys may do everything.
  package var keys = Self.owner
  package let process: ServerProcess

  package static let bucket = "bucket"
  /// May do everything.
  package static let owner = Keys(id: "owner-key", secret: "owner-secret")
  /// The same owner's other keys, where a server knows them.
  package static let renewed = Keys(id: "renewed-key", secret: "renewed-secret")
  /// May read and list.
  package static let reader = Keys(id: "reader-key", secret: "reader-secret")

  package struct Keys: Sendable {
    package let id: String
    package let secret: String
  }

  /// The port of `endpoint`.
  package var port: UInt16 { endpoint.split(separator: ":").last.flatMap { UInt16($0) } ?? 0 }

  /// The same server under a name that names of buckets can stand before.
  package var endpointByName: String {
    endpoint.split(separator: "127.0.0.1", omittingEmptySubsequences: false)
      .joined(separator: "s3.localhost")
  }

  /// The variables with which rclone, as a client of its own, calls the server `s3:`.
  package var rcloneEnvironment: [String: String] {
    let settings = [
      "TYPE": "s3", "PROVIDER": "Other", "ENDPOINT": endpoint, "REGION": "us-east-1",
      "ACCESS_KEY_ID": keys.id, "SECRET_ACCESS_KEY": keys.secret,
    ]
    var variables = ["RCLONE_CONFIG": "/dev/null"]
    for (name, value) in settings { variables["RCLONE_CONFIG_S3_\(name)"] = value }
    variables["RCLONE_CA_CERT"] = authority?.string
    return variables
  }

  package func makeBucket(_ name: String = Self.bucket) async throws {
    let result = try await runProcess(
      [InstalledServer.rclone.program(), "mkdir", "s3:\(name)"], cwd: "/",
      env: isolatedEnvironment(rcloneEnvironment))
    guard result.status == 0 else { throw ServerFailure("rclone mkdir", log: result.err) }
  }
}
