import Basics

extension TransportError {
  /// What a failure of S3 means to who uses a transport. The only place that knows.
  init(_ failure: S3Failure, key: ObjectKey?) {
    switch failure {
    case .http(let failure): self.init(failure, key: key)
    case .server(let error): self.init(error, key: key)
    case .settings(let error) where error.kind == .interrupted: self = .cancelled(key)
    case .settings(let error):
      let kind: Kind = error.kind == .credentials ? .credentials : .failed
      self.init(kind, key: key, detail: error.message, cause: error)
    case .nonsense(let operation, let problem):
      // Something between us and the server may have answered, or cut the answer.
      self.init(
        .interrupted, key: key, detail: "the answer to \(operation) makes no sense: \(problem)")
    }
  }

  private init(_ error: S3ServerError, key: ObjectKey?) {
    // As botocore and DVC word it.
    let detail =
      "\(error.message): An error occurred (\(error.code)) when calling the "
      + "\(error.operation) operation: \(error.message)"
    self.init(
      Kind(error), key: key, detail: detail, cause: CairnError(detail, hints: error.hints),
      retryAfter: error.retryAfter.map { .seconds($0) })
  }
}

extension TransportError.Kind {
  fileprivate init(_ error: S3ServerError) {
    self = Self.byCode[error.code] ?? Self(status: error.status)
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, and what others add.
  private static let byCode: [String: TransportError.Kind] = {
    let codes: [TransportError.Kind: String] = [
      .notFound: "NoSuchKey NoSuchVersion",
      .noRoot: "NoSuchBucket",
      .denied: "AccessDenied AllAccessDisabled AccountProblem InvalidObjectState MethodNotAllowed",
      .credentials: """
      InvalidAccessKeyId SignatureDoesNotMatch ExpiredToken ExpiredTokenException InvalidToken TokenRefreshRequired \
      RequestTimeTooSkewed RequestExpired AuthorizationHeaderMalformed MissingSecurityHeader \
      CredentialsNotSupported InvalidSecurity NotSignedUp
      """,
      .throttled: """
      SlowDown SlowDownRead SlowDownWrite ServiceUnavailable Throttling ThrottlingException \
      RequestThrottled RequestLimitExceeded TooManyRequests BandwidthLimitExceeded
      """,
      .interrupted: """
      InternalError InternalServerError RequestTimeout OperationAborted IncompleteBody \
      ConditionalRequestConflict
      """,
      .full: "QuotaExceeded InsufficientStorage XMinioStorageFull",
      .mismatch: "BadDigest XAmzContentSHA256Mismatch",
      .unsupported: "NotImplemented",
      .failed: "NoSuchUpload",
    ]
    var table: [String: TransportError.Kind] = [:]
    for (kind, names) in codes {
      for name in names.split(separator: " ") { table[String(name)] = kind }
    }
    return table
  }()
}

extension S3ServerError {
  fileprivate var hints: [String] {
    var hints: [String] = []
    if let requestID {
      hints.append(
        "The server answered \(operation) with \(status); its request ID is \(requestID).")
    }
    if status == 407 { hints.append(CairnError.proxyHint) }
    if status == 403, operation == "HeadObject" {
      hints.append(
        "Without the right to list the bucket (s3:ListBucket), S3 answers so for missing objects, too."
      )
    }
    return hints + (remedy.map { [$0] } ?? [])
  }

  /// What the user can do.
  private var remedy: String? {
    switch code {
    case "InvalidAccessKeyId":
      "Check the access key: the remote's option `access_key_id`, AWS_ACCESS_KEY_ID, or the profile."
    case "SignatureDoesNotMatch":
      "Check the secret key, which is not the access key's: the remote's option `secret_access_key`, "
        + "AWS_SECRET_ACCESS_KEY, or the profile."
    case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "InvalidToken":
      "Get new keys: the session that these belong to has ended, or never was."
    case "RequestTimeTooSkewed", "RequestExpired":
      "Set this machine's clock: it is not the server's."
    case "NoSuchBucket":
      "Make the bucket, or correct the remote: cairn remote modify <name> url s3://<bucket>/<path>"
    case "AuthorizationHeaderMalformed", "PermanentRedirect":
      "Set the bucket's region: cairn remote modify <name> region <region>"
    case "AccessDenied":
      permission.map { "Let who has these keys do it: the right is \($0)." }
    default: nil
    }
  }

  /// The right that an operation needs.
  private var permission: String? {
    switch operation {
    case "ListObjectsV2": "s3:ListBucket"
    case "GetObject": "s3:GetObject"
    case "PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload":
      "s3:PutObject"
    case "DeleteObject", "DeleteObjects": "s3:DeleteObject"
    case "AbortMultipartUpload": "s3:AbortMultipartUpload"
    default: nil
    }
  }
}
