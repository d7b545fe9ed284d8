import Hashing
import Synchronization

/// AWS Signature Version 4, in a header.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
final class RequestSigner: Sendable {
  /// What of a request is signed.
  struct Subject {
    var method: String
    /// Encoded, as it is sent.
    var path: String
    /// Encoded, sorted by name, as it is sent.
    var query: String
    /// Names in lower case.
    var headers: [(name: String, value: String)]
    /// The SHA-256 of the body, or a word that stands for none.
    var payload: String
  }

  let credentials: S3Credentials
  private let service: String
  /// The key of the day and the region that were last used.
  private let lastKey = Mutex<(scope: String, key: [UInt8])>(("", []))

  init(_ credentials: S3Credentials, service: String = "s3") {
    self.credentials = credentials
    self.service = service
  }

  /// The value of the header `Authorization`.
  ///
  /// - Parameter stamp: also the value of the header `x-amz-date`.
  func authorization(of subject: Subject, region: String, stamp: String) -> String {
    let headers = subject.headers.sorted { $0.name < $1.name }
    let names = headers.map(\.name).joined(separator: ";")
    var canonical = "\(subject.method)\n\(subject.path)\n\(subject.query)\n"
    for (name, value) in headers { canonical += "\(name):\(Self.trimmed(value))\n" }
    canonical += "\n\(names)\n\(subject.payload)"
    let scope = "\(stamp.prefix(8))/\(region)/\(service)/aws4_request"
    let digest = sha256Hex(Array(canonical.utf8))
    let text = "AWS4-HMAC-SHA256\n\(stamp)\n\(scope)\n\(digest)"
    let signature = hmacSHA256(Array(text.utf8), key: key(scope, region, stamp))
    return "AWS4-HMAC-SHA256 Credential=\(credentials.id)/\(scope),SignedHeaders=\(names),"
      + "Signature=\(lowerHex(signature))"
  }

  private func key(_ scope: String, _ region: String, _ stamp: String) -> [UInt8] {
    lastKey.withLock { last in
      if last.scope == scope { return last.key }
      var key = Array("AWS4\(credentials.secret)".utf8)
      for part in [String(stamp.prefix(8)), region, service, "aws4_request"] {
        key = hmacSHA256(Array(part.utf8), key: key)
      }
      last = (scope, key)
      return key
    }
  }

  /// Without spaces at the ends, and with one where there are several.
  private static func trimmed(_ value: String) -> String {
    value.utf8.contains(UInt8(ascii: " "))
      ? value.split(separator: " ").joined(separator: " ") : value
  }
}
