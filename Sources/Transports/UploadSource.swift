package import Hashing
package import SystemPackage

/// The bytes to upload.
package struct UploadSource: Sendable {
  package enum Content: Sendable {
    case file(FilePath)
    case bytes([UInt8])
  }

  package var content: Content
  /// The bytes that the caller promises; a file of any other size is refused. Nil takes the file as it is.
  package var size: Int64?
  /// How fast it may be read.
  var bandwidth: Bandwidth?

  package static func file(_ path: FilePath, size: Int64? = nil) -> UploadSource {
    UploadSource(content: .file(path), size: size)
  }

  package static func bytes(_ bytes: [UInt8]) -> UploadSource {
    UploadSource(content: .bytes(bytes), size: Int64(bytes.count))
  }
}

/// What uploaded bytes must hash to before they become visible.
package struct ContentCheck: Hashable, Sendable {
  package var algorithm: HashAlgorithm
  package var digest: Digest

  package init(_ algorithm: HashAlgorithm = .md5, _ digest: Digest) {
    self.algorithm = algorithm
    self.digest = digest
  }
}
