/// A remote that keeps what was sent of an upload until somebody completes or aborts it, as S3 does.
///
/// Not part of `Transport`: other remotes remove their temporaries themselves.
package protocol UnfinishedUploads: Sendable {
  /// The uploads below the remote's root that were not touched for `seconds`, by the remote's clock; none
  /// when the remote cannot list them.
  func unfinishedUploads(
    untouchedFor seconds: Int64
  ) async throws(TransportError) -> [UnfinishedUpload]

  /// Gives up an upload with all that was sent; one that is gone meanwhile counts as given up.
  func abort(_ upload: UnfinishedUpload) async throws(TransportError)
}

/// An upload that was begun and neither completed nor aborted.
package struct UnfinishedUpload: Sendable, Hashable {
  /// What it is to become.
  package var key: ObjectKey
  /// The remote's name of it.
  package var id: String
  /// When it was begun or last got a part, by the remote's clock, in seconds since 1970.
  package var touched: Int64
  /// The bytes that have arrived, as far as the remote tells.
  package var bytes: Int64

  package init(key: ObjectKey, id: String, touched: Int64, bytes: Int64) {
    (self.key, self.id, self.touched, self.bytes) = (key, id, touched, bytes)
  }
}
