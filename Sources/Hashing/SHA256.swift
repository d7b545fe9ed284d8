internal import COpenSSL

/// The 32 bytes of the SHA-256 of `bytes`.
package func sha256(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: 32)
  guard EVP_Digest(bytes.baseAddress, bytes.count, &digest, nil, EVP_sha256(), nil) == 1 else {
    fatalError("libcrypto offers no SHA-256")
  }
  return digest
}

/// The SHA-256 of `bytes` in lower-case hexadecimal digits.
package func sha256Hex(_ bytes: [UInt8]) -> String {
  lowerHex(bytes.withUnsafeBytes { sha256($0) })
}

/// The 32 bytes of the HMAC-SHA256 of `bytes` (RFC 2104).
package func hmacSHA256(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: 32)
  guard
    HMAC(EVP_sha256(), key, CInt(key.count), bytes, bytes.count, &digest, nil) != nil
  else { fatalError("libcrypto offers no SHA-256") }
  return digest
}

/// `bytes` in lower-case hexadecimal digits.
package func lowerHex(_ bytes: [UInt8]) -> String {
  String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
    for (index, byte) in bytes.enumerated() {
      buffer[index * 2] = hexDigit(byte >> 4)
      buffer[index * 2 + 1] = hexDigit(byte & 15)
    }
    return bytes.count * 2
  }
}

func hexDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}
