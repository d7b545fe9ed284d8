package import Transports

/// How a call fails.
package struct Fault: Sendable {
  package enum Moment: Sendable, Equatable {
    /// Nothing was done.
    case before
    /// So many bytes were passed on, or keys deleted.
    case midway(Int)
    /// All was done, but the caller is not told.
    case after
  }

  package var kind: TransportError.Kind
  package var moment: Moment
  package var retryAfter: Duration?

  package init(
    _ kind: TransportError.Kind, _ moment: Moment = .before, retryAfter: Duration? = nil
  ) {
    self.kind = kind
    self.moment = moment
    self.retryAfter = retryAfter
  }

  func error(_ key: ObjectKey?) -> TransportError {
    TransportError(kind, key: key, detail: "scripted fault", retryAfter: retryAfter)
  }

  func throwAlways(_ key: ObjectKey?) throws(TransportError) {
    throw error(key)
  }
}
