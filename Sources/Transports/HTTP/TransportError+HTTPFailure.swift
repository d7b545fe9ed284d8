import Basics

extension TransportError {
  /// What it means that no whole answer came.
  init(_ failure: HTTPFailure, key: ObjectKey?) {
    guard failure.reason != .cancelled else {
      self = .cancelled(key)
      return
    }
    self.init(
      Kind(failure.reason), key: key, detail: failure.message,
      cause: CairnError(failure.message, hints: failure.reason.hints))
  }
}

extension TransportError.Kind {
  fileprivate init(_ reason: HTTPFailure.Reason) {
    switch reason {
    case .unreachable, .untrusted, .handshake, .authorities: self = .unreachable
    case .certificate: self = .credentials
    case .proxy(let status): self.init(proxyStatus: status)
    case .interrupted: self = .interrupted
    case .cancelled: self = .cancelled
    case .libraryMissing, .tooLarge, .other: self = .failed
    }
  }

  /// A proxy that gives no way to the server says nothing of what lies there.
  private init(proxyStatus status: Int) {
    switch status {
    case 407, 408, 429, 500, 502, 503, 504: self.init(status: status)
    default: self = .unreachable
    }
  }

  /// What a status means where nothing else is said.
  init(status: Int) {
    switch status {
    case 401, 407: self = .credentials
    case 403: self = .denied
    case 404, 410: self = .notFound
    case 405, 501: self = .unsupported
    case 408, 409, 423, 425, 500, 502, 504: self = .interrupted
    case 429, 503: self = .throttled
    case 507: self = .full
    case 400..<500: self = .rejected
    default: self = .failed
    }
  }
}

extension CairnError {
  /// What to do about a proxy that wants to know who asks.
  static let proxyHint =
    "A proxy wants name and password: set them in its URL, http://name:password@host:port, in "
    + "http_proxy or https_proxy."
}

private let certificateHint =
  "the options `cert_path` and `key_path` of WebDAV remotes name the files of one and of its key."

extension HTTPFailure.Reason {
  fileprivate var hints: [String] {
    switch self {
    case .libraryMissing: ["Install it: apt-get install libcurl4"]
    case .untrusted:
      [
        "If the server has a certificate of your own authority, set the remote's option `ssl_verify` "
          + "to the authority's file."
      ]
    case .certificate:
      ["The server wants to know this machine by a certificate: " + certificateHint]
    case .handshake:
      [
        "The server speaks no TLS that this machine does, or wants to know it by a certificate: "
          + certificateHint
      ]
    case .proxy(407): [CairnError.proxyHint]
    case .proxy: ["The proxy comes from the variables http_proxy, https_proxy or all_proxy."]
    case .authorities:
      [
        "Install the system's authorities (apt-get install ca-certificates), or correct the file that "
          + "`ssl_verify` or AWS_CA_BUNDLE names."
      ]
    default: []
    }
  }
}
