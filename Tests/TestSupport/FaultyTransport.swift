package import Basics
import Synchronization
package import Transports

/// Passes calls on, but for those that a script makes fail.
package final class FaultyTransport: ForwardingTransport {
  package enum Call: Hashable, Sendable {
    case stat, download, upload, delete, list, synchronize
  }

  package let inner: any Transport
  private let hasRanges: Bool
  private let script: @Sendable (Call, Int) -> Fault?
  private let calls = Mutex<[Call: Int]>([:])

  /// - Parameter script: says how a call fails, given how many of its kind there were, from 1.
  package init(
    _ inner: any Transport, hasRanges: Bool = true,
    script: @escaping @Sendable (_ call: Call, _ number: Int) -> Fault?
  ) {
    self.inner = inner
    self.hasRanges = hasRanges
    self.script = script
  }

  package var traits: TransportTraits {
    var traits = inner.traits
    traits.hasRanges = hasRanges
    return traits
  }

  /// How many calls of a kind were made, those that failed included.
  package func count(_ call: Call) -> Int {
    calls.withLock { $0[call, default: 0] }
  }

  package func stat(_ key: ObjectKey) async throws(TransportError) -> RemoteObject? {
    try begin(.stat)?.throwAlways(key)
    return try await inner.stat(key)
  }

  package func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject {
    guard let fault = begin(.download) else {
      return try await inner.download(key, range: range, into: sink)
    }
    var error = fault.error(key)
    if case .midway(let count) = fault.moment {
      let start = range?.lowerBound ?? 0
      let part = start..<min(start + Int64(count), range?.upperBound ?? .max)
      error.object = try await inner.download(key, range: part, into: sink)
    }
    throw error
  }

  package func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) async throws(TransportError) {
    let fault = begin(.upload)
    if fault?.moment == .before { try fault?.throwAlways(key) }
    if case .midway(let count)? = fault?.moment {
      progress.observe(.advanced(files: 0, bytes: Int64(count)))
      try fault?.throwAlways(key)
    }
    try await inner.upload(source, to: key, verifying: check, progress: progress)
    try fault?.throwAlways(key)
  }

  package func delete(_ keys: [ObjectKey]) async -> [ObjectKey: TransportError] {
    guard let fault = begin(.delete) else { return await inner.delete(keys) }
    let done: Int
    switch fault.moment {
    case .before: done = 0
    case .midway(let count): done = min(count, keys.count)
    case .after: done = keys.count
    }
    var refused = await inner.delete(Array(keys[..<done]))
    for key in fault.moment == .after ? keys[...] : keys[done...] {
      refused[key] = fault.error(key)
    }
    return refused
  }

  package func list(
    prefix: String, after token: ListToken?, detail: ListDetail
  ) async throws(TransportError) -> ListPage {
    try begin(.list)?.throwAlways(nil)
    return try await inner.list(prefix: prefix, after: token, detail: detail)
  }

  package func synchronize() async throws(TransportError) {
    try begin(.synchronize)?.throwAlways(nil)
    try await inner.synchronize()
  }

  private func begin(_ call: Call) -> Fault? {
    let number = calls.withLock { calls in
      calls[call, default: 0] += 1
      return calls[call, default: 0]
    }
    return script(call, number)
  }
}
