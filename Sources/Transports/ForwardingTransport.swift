package import Basics

/// Stands before another transport, and passes on whatever it does not do itself.
package protocol ForwardingTransport: Transport {
  var inner: any Transport { get }
}

extension ForwardingTransport {
  package var traits: TransportTraits { inner.traits }

  package func stat(_ key: ObjectKey) async throws(TransportError) -> RemoteObject? {
    try await inner.stat(key)
  }

  package func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject {
    try await inner.download(key, range: range, into: sink)
  }

  package func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) async throws(TransportError) {
    try await inner.upload(source, to: key, verifying: check, progress: progress)
  }

  package func delete(_ keys: [ObjectKey]) async -> [ObjectKey: TransportError] {
    await inner.delete(keys)
  }

  package func list(
    prefix: String, after token: ListToken?, detail: ListDetail
  ) async throws(TransportError) -> ListPage {
    try await inner.list(prefix: prefix, after: token, detail: detail)
  }

  package func holds(_ names: DigestNames) async throws(TransportError) -> [Bool]? {
    try await inner.holds(names)
  }

  package func synchronize() async throws(TransportError) {
    try await inner.synchronize()
  }

  package func close() async {
    await inner.close()
  }
}
