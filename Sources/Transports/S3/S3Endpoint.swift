import Basics

/// Where the requests for a bucket go.
struct S3Endpoint: Sendable, Equatable {
  /// `https://s3.eu-west-1.amazonaws.com`
  let origin: String
  /// The value of the header `Host`: with the port, unless it is the usual one.
  let host: String
  /// What all paths begin with: `/bucket`, with the endpoint's own path before it; empty when the
  /// bucket is in the host.
  let path: String
  let isTLS: Bool
  /// Whether the host follows from the region.
  let isAmazon: Bool
  private let bucket: String

  /// - Parameters:
  ///   - endpoint: the URL of a server that is not Amazon's.
  ///   - usesVirtualHosts: nil lets the rules of AWS decide.
  init(
    bucket: String, endpoint: String?, region: String, usesTLS: Bool, usesVirtualHosts: Bool?
  ) throws(CairnError) {
    let server =
      endpoint ?? "\(usesTLS ? "https" : "http")://s3.\(region).\(amazonDomain(of: region))"
    guard let parts = HTTPAddress(server) else {
      throw CairnError("Invalid endpoint: \(server)", kind: .configuration)
    }
    let isVirtual = usesVirtualHosts ?? (endpoint == nil)
    let inHost = isVirtual && Self.isHostLabel(bucket, parts.isTLS)
    self.bucket = bucket
    host = inHost ? "\(bucket).\(parts.host)" : parts.host
    origin = "\(parts.isTLS ? "https" : "http")://\(host)"
    path = parts.path + (inHost ? "" : "/" + PercentEncoding.encode(bucket.utf8))
    isTLS = parts.isTLS
    isAmazon = endpoint == nil
  }

  /// A bucket's name that can be part of a host; a dot would not fit the certificates of TLS.
  private static func isHostLabel(_ name: String, _ isTLS: Bool) -> Bool {
    let bytes = Array(name.utf8)
    guard (3...63).contains(bytes.count), isAlphanumeric(bytes[0]),
      isAlphanumeric(bytes[bytes.count - 1])
    else { return false }
    return bytes.allSatisfy {
      isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") && !isTLS
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
