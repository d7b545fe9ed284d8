package import Basics
import Synchronization
package import Transports

/// Passes calls on, and keeps what was asked and how many bytes of objects went which way.
package final class MeteredTransport: ForwardingTransport {
  private struct Counts {
    var ranges: [Range<Int64>?] = []
    var down: Int64 = 0
    var up: [ObjectKey] = []
  }

  package let inner: any Transport
  private let hasParallelRanges: Bool
  private let counts = Mutex(Counts())

  package init(_ inner: any Transport, hasParallelRanges: Bool = false) {
    self.inner = inner
    self.hasParallelRanges = hasParallelRanges
  }

  /// What was asked to be downloaded, in order; nil for a whole object.
  package var ranges: [Range<Int64>?] { counts.withLock { $0.ranges } }

  /// The bytes that were handed on by downloads.
  package var downloaded: Int64 { counts.withLock { $0.down } }

  /// The keys that were uploaded, each as often as it was tried.
  package var uploads: [ObjectKey] { counts.withLock { $0.up } }

  package var traits: TransportTraits {
    var traits = inner.traits
    traits.hasParallelRanges = hasParallelRanges
    return traits
  }

  package func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject {
    counts.withLock { $0.ranges.append(range) }
    return try await inner.download(key, range: range) { piece in
      self.counts.withLock { $0.down += Int64(piece.count) }
      try sink(piece)
    }
  }

  package func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) async throws(TransportError) {
    counts.withLock { $0.up.append(key) }
    try await inner.upload(source, to: key, verifying: check, progress: progress)
  }
}
