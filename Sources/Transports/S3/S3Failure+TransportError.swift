import Basics

extension TransportError {
  /// What a failure of S3 means to who uses a transport. The only place that knows.
  init(_ failure: S3Failure, key: ObjectKey?) {
    switch failure {
    case .http(let failure): self.init(failure, key: key)
    case .server(let error): self.init(error, key: key)
    case .settings(let error):
      let kind: Kind = error.kind == .credentials ? .credentials : .failed
      self.init(kind, key: key, detail: error.message, cause: error)
    case .nonsense(let operation, let problem):
      // Something between us and the server may have answered, or cut the answer.
      self.init(
        .interrupted, key: key, detail: "the answer to \(operation) makes no sense: \(problem)")
    }
  }

  private init(_ failure: HTTPFailure, key: ObjectKey?) {
    guard failure.reason != .cancelled else {
      self = .cancelled(key)
      return
    }
    self.init(
      Kind(failure.reason), key: key, detail: failure.message,
      cause: CairnError(failure.message, hints: failure.reason.hints))
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
  fileprivate init(_ reason: HTTPFailure.Reason) {
    switch reason {
    case .unreachable, .untrusted, .authorities: self = .unreachable
    case .interrupted: self = .interrupted
    case .cancelled: self = .cancelled
    case .libraryMissing, .tooLarge, .other: self = .failed
    }
  }

  fileprivate init(_ error: S3ServerError) {
    self = Self.byCode[error.code] ?? Self.byStatus(error.status)
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, and what others add.
  private static let byCode: [String: TransportError.Kind] = {
    let codes: [TransportError.Kind: String] = [
      .notFound: "NoSuchKey NoSuchVersion",
      .noRoot: "NoSuchBucket",
      .denied: "AccessDenied AllAccessDisabled AccountProblem InvalidObjectState MethodNotAllowed",
      .credentials: """
      InvalidAccessKeyId SignatureDoesNotMatch ExpiredToken InvalidToken TokenRefreshRequired \
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

  private static func byStatus(_ status: Int) -> TransportError.Kind {
    switch status {
    case 401: .credentials
    case 403: .denied
    case 404, 410: .notFound
    case 408, 409, 500, 502, 504: .interrupted
    case 429, 503: .throttled
    case 501: .unsupported
    case 507: .full
    case 400..<500: .rejected
    default: .failed
    }
  }
}

extension HTTPFailure.Reason {
  fileprivate var hints: [String] {
    switch self {
    case .libraryMissing: ["Install it: apt-get install libcurl4"]
    case .untrusted:
      [
        "If the server has a certificate of your own authority, set the remote's option `ssl_verify` "
          + "to the authority's file."
      ]
    case .authorities:
      [
        "Install the system's authorities (apt-get install ca-certificates), or correct the file that "
          + "`ssl_verify` or AWS_CA_BUNDLE names."
      ]
    default: []
    }
  }
}

extension S3ServerError {
  fileprivate var hints: [String] {
    var hints: [String] = []
    if let requestID {
      hints.append(
        "The server answered \(operation) with \(status); its request ID is \(requestID).")
    }
    if status == 403, operation == "HeadObject" {
      hints.append(
        "Without the right to list the bucket (s3:ListBucket), S3 answers so for missing objects, too."
      )
    }
    return hints
  }
}
