import CLibCurl

/// Why a request got no whole answer.
struct HTTPFailure: Error {
  enum Reason: Sendable, Equatable {
    /// libcurl is not installed, or cannot be used.
    case libraryMissing
    /// No such host, or nothing listens there.
    case unreachable
    /// The server is not who it should be, or speaks no TLS that we do.
    case untrusted
    /// The file of trusted authorities cannot be read.
    case authorities
    /// Broke off, or took too long.
    case interrupted
    case cancelled
    /// The answer is larger than any that there should be.
    case tooLarge
    case other
  }

  var reason: Reason
  var message: String

  init(_ reason: Reason, _ message: String) {
    self.reason = reason
    self.message = message
  }

  /// - Parameter detail: what libcurl says beyond the code; may be empty.
  init(_ code: CURLcode, detail: String, systemError: Int) {
    reason = Reason(code, systemError: systemError)
    message = detail.isEmpty ? CurlLibrary.text(code) : detail
  }
}

extension HTTPFailure.Reason {
  fileprivate init(_ code: CURLcode, systemError: Int) {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
      CURLE_INTERFACE_FAILED:
      self = .unreachable
    case CURLE_SSL_CACERT_BADFILE: self = .authorities
    case CURLE_SSL_CONNECT_ERROR: self = systemError == 0 ? .untrusted : .interrupted
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CRL_BADFILE:
      self = .untrusted
    case CURLE_OPERATION_TIMEDOUT, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING,
      CURLE_PARTIAL_FILE, CURLE_SEND_FAIL_REWIND, CURLE_WEIRD_SERVER_REPLY,
      CURLE_BAD_CONTENT_ENCODING, CURLE_AGAIN,
      // What came was no HTTP, such as the rest of another answer.
      CURLE_UNSUPPORTED_PROTOCOL:
      self = .interrupted
    default: self = .other
    }
  }
}
