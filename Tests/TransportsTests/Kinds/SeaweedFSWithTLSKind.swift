import TestSupport
import Transports

extension TransportKind {
  /// S3 over HTTPS with an authority of our own, the bucket in the host.
  static let seaweedFSWithTLS = TransportKind(testDescription: "S3, SeaweedFS with TLS") {
    try await S3Fixture(SeaweedFS.encrypted.value(), usingVirtualHosts: true)
  }
}
