import TestSupport
import Transports

extension TransportKind {
  /// S3 as Ceph 16 understands it.
  static let ceph = TransportKind(testDescription: "S3, Ceph") {
    try await S3Fixture(CephGateway.shared.value().plain, wholeParts: 2)
  }

  /// The same over HTTPS, the bucket in the host.
  static let cephWithTLS = TransportKind(testDescription: "S3, Ceph with TLS") {
    try await S3Fixture(
      CephGateway.shared.value().encrypted, usingVirtualHosts: true, wholeParts: 2, pageSize: 100)
  }

  /// S3 as OpenStack Swift understands it.
  static let swift = TransportKind(testDescription: "S3, OpenStack Swift") {
    try await S3Fixture(OpenStackSwift.shared.value().plain, wholeParts: 2)
  }

  /// The same behind a front that speaks TLS.
  static let swiftWithTLS = TransportKind(testDescription: "S3, OpenStack Swift with TLS") {
    try await S3Fixture(
      OpenStackSwift.shared.value().encrypted, wholeParts: 2, pageSize: 100)
  }

  /// S3 as moto plays it.
  static let moto = TransportKind(
    testDescription: "S3, moto",
    defects: [
      "lets many write and read the same object":
        "moto answers 500 when several write the same object at a time"
    ]
  ) {
    // It fails when it lists a bucket from which another deletes.
    let server = try await MotoServer.plain.value()
    let bucket = "bucket-\(UInt64.random(in: 0 ... .max))"
    try await server.makeBucket(bucket)
    return try S3Fixture(server, bucket: bucket, wholeParts: 2)
  }
}
