package import Basics

/// Bytes at keys below the root of a remote, and nothing else: no hashing scheme, no layout.
///
/// All calls may be made at the same time, up to `traits.width` of them. Each ends early with a
/// `cancelled` error when its task is cancelled. None retries; `RetryingTransport` does.
package protocol Transport: Sendable {
  var traits: TransportTraits { get }

  /// What lies at `key`; nil when nothing does. The size is always known.
  ///
  /// - Throws: `noRoot` rather than nil when the remote itself is not there.
  func stat(_ key: ObjectKey) async throws(TransportError) -> RemoteObject?

  /// Hands the bytes of an object to `sink`, in order, in pieces of at most 1 MiB.
  ///
  /// What arrives is not checked: the caller hashes it. An object that ends early is `interrupted`.
  ///
  /// - Parameter range: is clipped to the object; one that begins at the end or later gives nothing.
  /// - Parameter sink: is called by one thread at a time; what it throws ends the download.
  /// - Returns: what the whole object is, also for a range.
  func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject

  /// Puts `source` at `key`, replacing what is there.
  ///
  /// Nothing is visible at `key` before all bytes are there and, given a check, hash to it. After an
  /// error, what was there before still is, but for a connection lost at the very end, when nobody
  /// can know. Objects with a check are made read-only where the remote has permissions, others not.
  ///
  /// - Parameter progress: told of the bytes that were handed on; also that some were in vain, by
  ///   negative counts.
  func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) async throws(TransportError)

  /// Deletes objects, in requests of `traits.deleteBatch`, and returns why some could not be.
  ///
  /// An object that is not there counts as deleted.
  func delete(_ keys: [ObjectKey]) async -> [ObjectKey: TransportError]

  /// The objects whose keys begin with `prefix` (any text: no `/` need follow), a page at a time.
  ///
  /// - Parameter token: the `next` of the page before, or nil for the first page.
  func list(
    prefix: String, after token: ListToken?, detail: ListDetail
  ) async throws(TransportError) -> ListPage

  /// Which of many objects are there, asked at once; nil where a remote cannot be asked so.
  func holds(_ names: DigestNames) async throws(TransportError) -> [Bool]?

  /// Makes what was uploaded so far survive a power failure, where that is not so already.
  func synchronize() async throws(TransportError)

  /// Ends connections and removes what is left of temporaries. The transport is not used afterwards.
  func close() async
}

/// Takes the next piece of a download; the buffer is valid during the call only.
package typealias ByteSink = @Sendable (UnsafeRawBufferPointer) throws -> Void

extension Transport {
  /// Whether `error` says only that nothing was ever uploaded.
  package func isEmpty(after error: TransportError) -> Bool {
    error.kind == .noRoot && traits.createsRoot
  }

  package func download(
    _ key: ObjectKey, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject {
    try await download(key, range: nil, into: sink)
  }

  package func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?
  ) async throws(TransportError) {
    try await upload(source, to: key, verifying: check, progress: NoProgress())
  }

  package func list(
    prefix: String, after token: ListToken? = nil
  ) async throws(TransportError) -> ListPage {
    try await list(prefix: prefix, after: token, detail: .keys)
  }

  package func holds(_ names: DigestNames) async throws(TransportError) -> [Bool]? { nil }

  package func synchronize() async throws(TransportError) {}

  package func close() async {}
}
