internal import COpenSSL

/// The SHA-256 of `bytes` in lower-case hexadecimal digits.
package func sha256Hex(_ bytes: [UInt8]) -> String {
  var digest = [UInt8](repeating: 0, count: 32)
  guard EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil) == 1 else {
    fatalError("libcrypto offers no SHA-256")
  }
  var hex: [UInt8] = []
  for part in [digest[..<16], digest[16...]] {
    part.withUnsafeBytes { Digest(bytes: $0).appendHex(to: &hex) }
  }
  return String(decoding: hex, as: UTF8.self)
}
