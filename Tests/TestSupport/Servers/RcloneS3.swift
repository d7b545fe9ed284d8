import FileAccess
import SystemPackage

/// `rclone serve s3`, a small server over a directory: no DeleteObjects as AWS has it, no part is too small.
package enum RcloneS3 {
  package static let plain = SharedValue { try await start() }

  private static func start() async throws -> S3TestServer {
    let directory = FilePath("/tmp/cairn-test-" + uniqueToken())
    try makeDirectories(directory.appending("data/\(S3TestServer.bucket)"))
    let port = freePorts(1)[0]
    let owner = S3TestServer.owner
    let process = try ServerProcess(
      [
        InstalledServer.rclone.program(), "serve", "s3", "--addr", "127.0.0.1:\(port)",
        "--auth-key", "\(owner.id),\(owner.secret)", "--config", "rclone.conf",
        "--cache-dir", "cache", "data",
      ], in: directory)
    try await process.ready(at: port)
    return S3TestServer(
      endpoint: "http://127.0.0.1:\(port)", authority: nil, hasReader: false, isFlaky: true,
      process: process)
  }
}
