package import Basics
import FileAccess
import Formats
package import Hashing
package import Transports

/// Downloads what the cache lacks of the needed objects: trees first, then their files.
package struct Fetch: Sendable {
  package enum Outcome: Sendable {
    case fetched(bytes: Int64)
    case missing
    case failed(TransportError)
  }

  package let remote: RemoteStore
  package let cache: LocalCache
  package var width: Int?
  package var progress: any ProgressObserver
  /// Objects that are larger stay where they are (`fetch --max-size`).
  package var sizeLimit: Int64?

  package init(
    from remote: RemoteStore, to cache: LocalCache, width: Int? = nil,
    progress: any ProgressObserver = NoProgress()
  ) {
    self.remote = remote
    self.cache = cache
    self.width = width
    self.progress = progress
  }

  package func run(_ needed: NeededObjects) async throws -> TransferReport {
    var report = TransferReport()
    let trees = try needed.trees.map(\.id).filter { try !cache.containsIntact($0) }
    await download(trees, .collecting, into: &report)

    var wanted: Set<ObjectID> = []
    for id in needed.files.keys where try !cache.containsIntact(id) { wanted.insert(id) }
    for tree in needed.trees {
      guard let content = try cache.tree(tree.id) else { continue }
      for range in tree.entries(of: content) {
        for index in range where try !cache.contains(ObjectID(content.digests[index])) {
          wanted.insert(ObjectID(content.digests[index]))
        }
      }
    }
    await download(try await withinLimit(wanted.sorted()), .fetching, into: &report)
    progress.observe(.finished)
    return report
  }

  private func withinLimit(_ ids: [ObjectID]) async throws -> [ObjectID] {
    guard let sizeLimit else { return ids }
    let results = await concurrentMap(ids, width: remote.transport.traits.width) {
      try await remote.transport.stat(remote.key($0))?.size ?? 0
    }
    return try zip(ids, results).filter { try unwrap($0.1) <= sizeLimit }.map(\.0)
  }

  private func download(
    _ ids: [ObjectID], _ phase: ProgressEvent.Phase, into report: inout TransferReport
  ) async {
    guard !ids.isEmpty else { return }
    progress.observe(.started(phase, files: ids.count, bytes: nil))
    let results = await concurrentMap(
      ids, width: min(width ?? .max, remote.transport.traits.width)
    ) { await download($0) }
    for (id, result) in zip(ids, results) {
      switch result {
      case .success(.fetched(let bytes)):
        report.transferred.append(id)
        report.bytes += bytes
      case .success(.missing): report.missing.append(id)
      case .success(.failed(let error)): report.failed.append((id, error))
      case .failure: report.failed.append((id, .cancelled(remote.key(id))))
      }
    }
  }

  /// Brings one object into the cache; wrong bytes are thrown away and asked for once more.
  package func download(_ id: ObjectID) async -> Outcome {
    var error: TransportError
    do throws(TransportError) {
      return .fetched(bytes: try await attempt(id))
    } catch let first {
      error = first
    }
    if error.kind == .mismatch {
      do throws(TransportError) {
        return .fetched(bytes: try await attempt(id))
      } catch let second {
        error = second
      }
    }
    return error.kind == .notFound || error.kind == .noRoot ? .missing : .failed(error)
  }

  private func attempt(_ id: ObjectID) async throws(TransportError) -> Int64 {
    let key = remote.key(id)
    do {
      let download = Download(try cache.temporaryFile(), remote.check(id).algorithm)
      _ = try await remote.transport.download(key) { [progress] bytes in
        try download.write(bytes)
        progress.observe(.advanced(files: 0, bytes: Int64(bytes.count)))
      }
      let size = try download.publish(in: cache, as: id, key)
      progress.observe(.advanced(files: 1, bytes: 0))
      return size
    } catch let error as TransportError {
      if error.kind == .sink, let cause = error.cause as? FileError { throw .local(cause, key) }
      throw error
    } catch let error as FileError {
      throw .local(error, key)
    } catch {
      throw TransportError(.failed, key: key, detail: "\(error)", cause: error)
    }
  }
}

extension TransportError {
  /// The cache could not take what was downloaded.
  fileprivate static func local(_ error: FileError, _ key: ObjectKey) -> TransportError {
    TransportError(.sink, key: key, detail: error.message, cause: error)
  }
}

/// A download on its way: what arrived, in a temporary file, and its hash so far.
///
/// Unchecked: a transport calls the sink by one thread at a time, and has returned before `publish`.
private final class Download: @unchecked Sendable {
  private var file: TemporaryFile?
  private var hasher: ContentHasher
  private var size: Int64 = 0

  init(_ file: consuming TemporaryFile, _ algorithm: HashAlgorithm) {
    self.file = .some(file)
    hasher = ContentHasher(algorithm)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    try file?.file.write(bytes)
    hasher.update(bytes)
    size += Int64(bytes.count)
  }

  /// - Throws: `mismatch` when the bytes are not what `id` says; nothing is visible then.
  func publish(in cache: LocalCache, as id: ObjectID, _ key: ObjectKey) throws -> Int64 {
    let digest = hasher.finish()
    guard digest == id.digest else {
      throw TransportError(
        .mismatch, key: key,
        detail: "the remote's bytes hash to \(digest) instead of \(id.digest)")
    }
    if let file = file.take() { try cache.publish(file, as: id) }
    return size
  }
}
