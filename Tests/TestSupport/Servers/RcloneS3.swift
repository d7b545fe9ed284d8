import FileAccess
import SystemPackage

/// `rclone serve s3`, a small server over a directory: no DeleteObjects as AWS has it, no part is too small.
package enum RcloneS3 {
  package static let plain = SharedValue { try await start(nil) }
  /// Over HTTPS, with a certificate of `TestCertificates`.
  package static let encrypted = SharedValue { try await start(TestCertificates.shared.value()) }

  private static func start(_ certificates: TestCertificates?) async throws -> S3TestServer {
    let directory = FilePath("/tmp/cairn-test-" + uniqueToken())
    try makeDirectories(directory.appending("data/\(S3TestServer.bucket)"))
    let port = freePorts(1)[0]
    let owner = S3TestServer.owner
    let process = try ServerProcess(
      [
        InstalledServer.rclone.program(), "serve", "s3", "--addr", "127.0.0.1:\(port)",
        "--auth-key", "\(owner.id),\(owner.secret)", "--config", "rclone.conf",
        "--cache-dir", "cache", "data",
      ] + (certificates.map { ["--cert", $0.server.string, "--key", $0.key.string] } ?? []),
      in: directory)
    try await process.ready(at: port)
    return S3TestServer(
      endpoint: "\(certificates == nil ? "http" : "https")://127.0.0.1:\(port)",
      authority: certificates?.authority, hasReader: false, isFlaky: true, process: process)
  }
}
