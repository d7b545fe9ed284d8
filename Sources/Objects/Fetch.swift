package import Basics
import FileAccess
import Formats
package import Hashing
package import Transports

/// Downloads what the cache lacks of the needed objects: trees first, then their files.
package struct Fetch: Sendable {
  package enum Outcome: Sendable {
    case fetched(bytes: Int64)
    /// The remote does not hold it, and says so.
    case missing(TransportError)
    case failed(TransportError)
  }

  package let remote: RemoteStore
  package let cache: LocalCache
  package var width: Int?
  package var progress: any ProgressObserver

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
    var absent: [ObjectID: TransportError] = [:]
    let trees = try needed.trees.map(\.id).filter { try !cache.containsIntact($0) }
    await download(trees, .collecting, into: &report, &absent)

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
    await download(wanted.sorted(), .fetching, into: &report, &absent)
    try await judge(needed.trees, fetched: Set(trees), &absent, &report)
    report.missing = absent.keys.sorted()
    progress.observe(.finished)
    return report
  }

  /// A file that a tree on the remote promises, and that is not there, is a failure of the remote, not
  /// just something that nobody has.
  private func judge(
    _ trees: [NeededObjects.Tree], fetched: Set<ObjectID>,
    _ absent: inout [ObjectID: TransportError], _ report: inout TransferReport
  ) async throws {
    let lacking = Set(absent.keys).union(report.failed.map(\.id))
    if lacking.isEmpty { return }
    for tree in trees {
      guard let content = try cache.tree(tree.id) else { continue }
      let ids = tree.entries(of: content).joined().map { ObjectID(content.digests[$0]) }
      let gone = lacking.intersection(ids)
      if gone.isEmpty { continue }
      if fetched.contains(tree.id) {
        report.incompleteTrees.append(tree.id)
      } else if try await !remote.contains(tree.id) {
        continue
      }
      for id in gone.sorted() {
        if let error = absent.removeValue(forKey: id) { report.failed.append((id, error)) }
      }
    }
  }

  private func download(
    _ ids: [ObjectID], _ phase: ProgressEvent.Phase, into report: inout TransferReport,
    _ absent: inout [ObjectID: TransportError]
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
      case .success(.missing(let error)): absent[id] = error
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
    let isMissing = error.kind == .notFound || remote.transport.isEmpty(after: error)
    return isMissing ? .missing(error) : .failed(error)
  }

  private func attempt(_ id: ObjectID) async throws(TransportError) -> Int64 {
    let key = remote.key(id)
    do {
      let download = Download(to: cache, remote.check(id).algorithm)
      _ = try await remote.transport.download(key) { [progress] bytes in
        try download.write(bytes)
        progress.observe(.advanced(files: 0, bytes: Int64(bytes.count)))
      }
      let size = try download.publish(as: id, key)
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
  private let cache: LocalCache
  private var file: TemporaryFile?
  private var isOpen = false
  private var hasher: ContentHasher
  private var size: Int64 = 0

  init(to cache: LocalCache, _ algorithm: HashAlgorithm) {
    self.cache = cache
    hasher = ContentHasher(algorithm)
  }

  /// Only what the remote holds leaves a trace in the cache.
  private func open() throws {
    if isOpen { return }
    file = .some(try cache.temporaryFile())
    isOpen = true
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    try open()
    try file?.file.write(bytes)
    hasher.update(bytes)
    size += Int64(bytes.count)
  }

  /// - Throws: `mismatch` when the bytes are not what `id` says; nothing is visible then.
  func publish(as id: ObjectID, _ key: ObjectKey) throws -> Int64 {
    try open()  // an empty object was never written to
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
