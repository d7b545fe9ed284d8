internal import COpenSSL

/// MD5 of bytes that arrive in pieces.
package struct StreamingMD5: ~Copyable {
  private let context: OpaquePointer

  package init() {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_md5(), nil) == 1 else {
      fatalError("libcrypto offers no MD5")
    }
    self.context = context
  }

  deinit {
    EVP_MD_CTX_free(context)
  }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// The digest of all bytes so far; the next update starts a new one.
  package mutating func finish() -> Digest {
    let digest = withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { buffer in
      EVP_DigestFinal_ex(context, buffer.bindMemory(to: UInt8.self).baseAddress, nil)
      return Digest(bytes: UnsafeRawBufferPointer(buffer))
    }
    EVP_DigestInit_ex(context, EVP_md5(), nil)
    return digest
  }
}

extension Digest {
  /// The MD5 of `bytes`.
  package init(of bytes: some Sequence<UInt8>) {
    var hash = StreamingMD5()
    let whole: Void? = bytes.withContiguousStorageIfAvailable {
      hash.update(UnsafeRawBufferPointer($0))
    }
    if whole == nil { Array(bytes).withUnsafeBytes { hash.update($0) } }
    self = hash.finish()
  }
}
