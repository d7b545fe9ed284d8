package import Basics

/// Moves the bytes of objects no faster than a bandwidth allows.
package struct ThrottledTransport: ForwardingTransport {
  package let inner: any Transport
  private let bandwidth: Bandwidth

  package init(_ inner: any Transport, to bandwidth: Bandwidth) {
    self.inner = inner
    self.bandwidth = bandwidth
  }

  package func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject {
    try await inner.download(key, range: range) { [bandwidth] piece in
      do { try bandwidth.pass(piece.count) } catch { throw TransportError.cancelled(key, error) }
      try sink(piece)
    }
  }

  package func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) async throws(TransportError) {
    var source = source
    source.bandwidth = bandwidth
    try await inner.upload(source, to: key, verifying: check, progress: progress)
  }
}
