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
    if error.kind == .mismatch || error.kind == .changed {
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
      return try await withTaskExecutorPreference(BlockingPool.shared) {
        try await ObjectDownload(id, from: remote, to: cache, progress).run()
      }
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
