import TestSupport
import Transports

extension TransportKind {
  /// S3 over HTTP, the bucket in the path.
  static let seaweedFS = TransportKind(testDescription: "S3, SeaweedFS") {
    try await S3Fixture(SeaweedFS.plain.value())
  }
}
