internal import COpenSSL

/// The SHA-1 of `bytes` in lower-case hexadecimal digits: for names that others chose, never for trust.
package func sha1Hex(_ bytes: [UInt8]) -> String {
  var digest = [UInt8](repeating: 0, count: 20)
  guard EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha1(), nil) == 1 else {
    fatalError("libcrypto offers no SHA-1")
  }
  return lowerHex(digest)
}
