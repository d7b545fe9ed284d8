/// The digest of a file's content, by either algorithm, from bytes that arrive in pieces.
package struct ContentHasher: ~Copyable {
  private var hash = StreamingMD5()
  private var lineEndings: LineEndingFilter?

  package init(_ algorithm: HashAlgorithm) {
    lineEndings = algorithm == .md5Dos2Unix ? LineEndingFilter() : nil
  }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard lineEndings != nil else { return hash.update(bytes) }
    var rest = bytes[...]
    while let chunk = lineEndings?.take(from: &rest) {
      chunk.withUnsafeBytes { hash.update($0) }
    }
  }

  /// The digest of all bytes so far; the next update starts a new one.
  package mutating func finish() -> Digest {
    lineEndings?.takeRest().withUnsafeBytes { hash.update($0) }
    return hash.finish()
  }
}

extension Digest {
  /// The digest of `bytes` by `algorithm`.
  package init(of bytes: [UInt8], by algorithm: HashAlgorithm) {
    var hasher = ContentHasher(algorithm)
    bytes.withUnsafeBytes { hasher.update($0) }
    self = hasher.finish()
  }
}
