import Basics

/// The options of a remote of kind `s3`, as DVC has them.
struct S3Options: Sendable, Equatable {
  var bucket: String
  /// What the keys of all objects begin with, without slashes at the ends; may be empty.
  var root: String
  var region: String?
  var endpoint: String?
  var profile: String?
  var credentialFile: String?
  var configFile: String?
  var keys: S3Credentials?
  var isAnonymous = false
  var usesTLS = true
  var trust: Trust?
  var connectTimeout: Int?
  var readTimeout: Int?
  var headers = S3ObjectHeaders()
  /// Requests at a time.
  var width = 16
  /// Objects that are larger are uploaded in parts, each at least of this size.
  var partSize: Int64 = 16 << 20
  /// The most bytes of sources that are in memory at a time; one part is always let in.
  var memory: Int64 = 128 << 20

  /// `ssl_verify`
  enum Trust: Sendable, Equatable {
    case everything
    case authorities(String)
    case system
  }

  init(bucket: String, root: String = "") {
    self.bucket = bucket
    self.root = root
  }
}
