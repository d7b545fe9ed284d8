package import Basics

/// Why a transport did not do what it was asked.
package struct TransportError: UserFacingError {
  package enum Kind: String, Sendable, CaseIterable {
    /// There is no object at the key.
    case notFound = "not-found"
    /// The remote's root (directory, bucket) does not exist: nothing was ever pushed, or a network
    /// folder is not mounted. The first upload creates a directory, as DVC does.
    case noRoot = "no-root"
    /// Who we are is known, and may not do this.
    case denied
    /// Credentials are missing, wrong or expired, or the clocks differ too much to sign.
    case credentials
    /// Too many requests.
    case throttled
    /// Broke off on the way: reset, time-out, a server's passing error, a stale NFS handle.
    case interrupted
    /// The host cannot be reached, or is not who it should be.
    case unreachable
    /// No room: full disk, quota.
    case full
    /// The remote does not take this key or request.
    case rejected
    /// The bytes do not hash to what was promised; nothing became visible.
    case mismatch
    /// The object was replaced while it was downloaded; what arrived is a mixture.
    case changed
    /// The source of an upload cannot be read, changed meanwhile, or is not of the promised size.
    case source
    /// The receiver of a download threw; `cause` says what.
    case sink
    /// The transport cannot do this at all.
    case unsupported
    /// The task was cancelled.
    case cancelled
    /// Anything else.
    case failed
  }

  package var kind: Kind
  /// The object concerned, where there is one.
  package var key: ObjectKey?
  /// The message for the user, in DVC's words where it has any:
  /// `[Errno 13] Permission denied: '/store/files/md5/76/4efa…'`.
  package var detail: String
  package var cause: (any Error)?
  /// What was being downloaded when it broke off, so that who goes on can see that it is still there.
  package var object: RemoteObject?
  /// How long the remote asked to wait before another try.
  package var retryAfter: Duration?
  /// Whether connecting was tried again as often as is worthwhile.
  var isGivenUp = false

  package init(
    _ kind: Kind, key: ObjectKey? = nil, detail: String, cause: (any Error)? = nil,
    object: RemoteObject? = nil, retryAfter: Duration? = nil
  ) {
    self.kind = kind
    self.key = key
    self.detail = detail
    self.cause = cause
    self.object = object
    self.retryAfter = retryAfter
  }

  /// Whether the same call may succeed a moment later.
  package var isTransient: Bool { kind == .throttled || kind == .interrupted }

  /// Whether every other object would meet with the same.
  package var isOfWholeRemote: Bool {
    [.noRoot, .unreachable, .credentials, .unsupported].contains(kind) || cause is ReadOnlyAccount
  }

  /// The same error of a download of `object`.
  func during(_ object: RemoteObject) -> TransportError {
    var error = self
    error.object = object
    return error
  }

  package static func notFound(_ key: ObjectKey) -> TransportError {
    TransportError(.notFound, key: key, detail: "'\(key)' does not exist in the remote")
  }
}

extension TransportError {
  package var userError: CairnError {
    var error = (cause as? any UserFacingError)?.userError ?? CairnError(detail)
    error.kind = userKind ?? error.kind
    return error
  }

  private var userKind: CairnError.Kind? {
    switch kind {
    case .notFound: .missingData
    case .noRoot, .throttled, .interrupted, .unreachable: .network
    case .credentials: .credentials
    case .cancelled: .interrupted
    case .denied, .full, .rejected, .mismatch, .changed, .source, .sink, .unsupported, .failed: nil
    }
  }
}
