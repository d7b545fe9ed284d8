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
  /// In seconds, for a program that prints keys.
  var programPatience = AskedProgram.patience
  /// In seconds, for each time that the server beside a container is asked for keys.
  var containerPatience = AWSServices.containerPatience
  /// How fast a body may go out.
  var bytesPerSecond: Int?
  var headers = S3ObjectHeaders()
  /// The most objects on a page of a listing; servers give no more than 1,000.
  var pageSize = 1000
  /// The most requests at a time. Each takes a connection, and most of them a file.
  var width = callsWithinDescriptorLimit(256)
  /// Objects that are larger are uploaded in parts, each at least of this size.
  var partSize: Int64 = 16 << 20
  /// The most bytes of sources that are in memory at a time; one part is always let in.
  var memory: Int64 = 96 << 20

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
