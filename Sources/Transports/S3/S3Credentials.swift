/// Who signs requests.
struct S3Credentials: Sendable, Equatable {
  var id: String
  var secret: String
  /// Of temporary credentials.
  var sessionToken: String?
  /// When temporary credentials end, in seconds since 1970.
  var expiration: Int64?
}
