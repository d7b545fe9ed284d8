package import Basics
import Synchronization

/// Makes as many calls of another transport at a time as get more done; the others wait their turn.
package struct AdaptiveTransport: ForwardingTransport {
  package let inner: any Transport
  private let calls: CallLimit

  /// Bytes that take a remote as long as an empty call, more or less.
  private static let bytesOfACall = 64.0 * 1024

  package init(_ inner: any Transport) {
    self.inner = inner
    calls = CallLimit { inner.traits.width }
  }

  package func stat(_ key: ObjectKey) async throws(TransportError) -> RemoteObject? {
    try await calls.call(key) { (_) async throws(TransportError) in try await inner.stat(key) }
  }

  package func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject {
    try await calls.call(key) { (work) async throws(TransportError) in
      try await inner.download(key, range: range) { piece in
        work.add(Double(piece.count) / Self.bytesOfACall)
        try sink(piece)
      }
    }
  }

  package func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) async throws(TransportError) {
    try await calls.call(key) { (work) async throws(TransportError) in
      try await inner.upload(source, to: key, verifying: check, progress: progress)
      work.add(Double(source.size ?? 0) / Self.bytesOfACall)
    }
  }

  package func list(
    prefix: String, after token: ListToken?, detail: ListDetail
  ) async throws(TransportError) -> ListPage {
    try await calls.call(nil) { (_) async throws(TransportError) in
      try await inner.list(prefix: prefix, after: token, detail: detail)
    }
  }

  package func holds(_ names: DigestNames) async throws(TransportError) -> [Bool]? {
    try await calls.call(nil) { (_) async throws(TransportError) in
      try await inner.holds(names)
    }
  }
}
