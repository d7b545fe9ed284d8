import CLibCurl
import SystemPackage

/// Why a request got no whole answer.
struct HTTPFailure: Error {
  enum Reason: Sendable, Equatable {
    /// libcurl is not installed, or cannot be used.
    case libraryMissing
    /// No such host, or nothing listens there.
    case unreachable
    /// The server is not who it should be, or speaks no TLS that we do.
    case untrusted
    /// The server wants a certificate of ours and gets none, or does not take ours; or that cannot be used.
    case certificate
    /// The server broke off before any TLS was agreed upon; one that misses a certificate may say no more.
    case handshake
    /// A proxy answered with this status when it was asked for the server.
    case proxy(status: Int)
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

  /// There is nothing to make requests with.
  init(_ error: Errno) {
    self.init(.other, "cannot use the network: [Errno \(error.rawValue)] \(error)")
  }

  /// - Parameter detail: what libcurl says beyond the code; may be empty.
  init(_ code: CURLcode, detail: String, systemError: Int) {
    reason = Reason(alert: detail) ?? Reason(code, systemError: systemError)
    message = detail.isEmpty ? CurlLibrary.text(code) : detail
  }

  /// The same for a request by way of a proxy.
  ///
  /// - Parameter status: what the proxy answered when it was asked for a tunnel; 0 where it was not.
  func through(_ proxy: String, status: Int) -> HTTPFailure {
    let name = ProxySettings.shown(proxy)
    if status >= 300 {
      return HTTPFailure(.proxy(status: status), "the proxy \(name) answered \(status)")
    }
    let message = message.replacing(proxy, with: name)
    guard reason == .unreachable else { return HTTPFailure(reason, message) }
    return HTTPFailure(reason, "the proxy \(name) cannot be reached: \(message)")
  }
}

extension HTTPFailure.Reason {
  /// What the server's last word in TLS means, as OpenSSL has it: `tlsv13 alert certificate required`.
  fileprivate init?(alert detail: String) {
    guard let alert = detail.firstRange(of: " alert ").map({ detail[$0.upperBound...] }) else {
      return nil
    }
    if ["certificate", "unknown ca"].contains(where: { alert.contains($0) }) {
      self = .certificate
    } else if alert.hasPrefix("handshake failure") {
      self = .handshake
    } else {
      return nil
    }
  }

  fileprivate init(_ code: CURLcode, systemError: Int) {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
      CURLE_PROXY, CURLE_INTERFACE_FAILED:
      self = .unreachable
    case CURLE_SSL_CACERT_BADFILE: self = .authorities
    case CURLE_SSL_CONNECT_ERROR: self = systemError == 0 ? .untrusted : .interrupted
    case CURLE_SSL_CERTPROBLEM: self = .certificate
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CRL_BADFILE:
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
