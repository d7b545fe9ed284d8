import TestSupport
import Transports

extension TransportKind {
  /// S3 as `rclone serve s3` understands it.
  static let rcloneS3 = TransportKind(
    testDescription: "S3, rclone",
    defects: [
      "lets many write and read the same object": "rclone replaces objects in place"
    ]
  ) {
    try await S3Fixture(RcloneS3.plain.value())
  }
}
