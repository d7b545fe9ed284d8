package import Basics
package import SystemPackage

/// A directory as a remote: on a local disk, or a mounted network folder (NFS, CIFS, FUSE).
///
/// What is not finished lies under `<root>/.cairn/tmp`, or beside its target where that cannot be
/// written; a rename publishes it. Objects with a check become 0444, others 0666 less the umask, as
/// DVC leaves them.
package struct DirectoryTransport: Transport {
  package let traits: TransportTraits
  let store: DirectoryStore
  private let executor: any TaskExecutor

  package init(
    root: FilePath, options: DirectoryOptions = DirectoryOptions(),
    executor: any TaskExecutor = BlockingPool.shared
  ) {
    // Reading a directory is worth 4 calls of stat on a local disk when it has 20 names, 100 when it
    // has 4,000, and some round trips on a network.
    traits = TransportTraits(
      width: 8, pageSize: options.pageSize, listCost: 10, deleteBatch: 64)
    store = DirectoryStore(root: root, options: options)
    self.executor = executor
  }

  package func stat(_ key: ObjectKey) async throws(TransportError) -> RemoteObject? {
    try await blocking(key) { () throws(TransportError) in try store.stat(key) }
  }

  package func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject {
    try await blocking(key) { () throws(TransportError) in
      try store.download(key, range: range, into: sink)
    }
  }

  package func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) async throws(TransportError) {
    try await blocking(key) { () throws(TransportError) in
      try store.upload(source, to: key, verifying: check, progress: progress)
    }
  }

  package func delete(_ keys: [ObjectKey]) async -> [ObjectKey: TransportError] {
    let batches = stride(from: 0, to: keys.count, by: traits.deleteBatch).map { start in
      Array(keys[start..<min(start + traits.deleteBatch, keys.count)])
    }
    let refused = await withTaskExecutorPreference(executor) {
      await concurrentMap(batches, width: traits.width) { store.delete($0) }
    }
    return zip(batches, refused).reduce(into: [:]) { all, batch in
      all.merge(Self.refusals(batch.0, batch.1)) { $1 }
    }
  }

  package func list(
    prefix: String, after token: ListToken?, detail: ListDetail
  ) async throws(TransportError) -> ListPage {
    try await blocking(nil) { () throws(TransportError) in
      try store.list(prefix: Array(prefix.utf8), after: token, detail: detail)
    }
  }

  package func synchronize() async throws(TransportError) {
    try await blocking(nil) { () throws(TransportError) in try store.synchronize() }
  }

  package func close() async {
    await withTaskExecutorPreference(executor) { store.temporaries.removeDirectories() }
  }

  /// What one batch came to; a batch that was never begun was cancelled.
  private static func refusals(
    _ keys: [ObjectKey], _ outcome: Result<[ObjectKey: TransportError], any Error>
  ) -> [ObjectKey: TransportError] {
    switch outcome {
    case .success(let refused): refused
    case .failure(let error):
      Dictionary(keys.map { ($0, .cancelled($0, error)) }) { first, _ in first }
    }
  }

  private func blocking<Value: Sendable>(
    _ key: ObjectKey?, _ body: @Sendable () throws(TransportError) -> Value
  ) async throws(TransportError) -> Value {
    try checkCancellation(key)
    return try await withTaskExecutorPreference(executor) { () async throws(TransportError) in
      try body()
    }
  }
}

extension DirectoryTransport {
  /// For the registry.
  package init(request: TransportRequest) throws(CairnError) {
    guard let root = request.directory else {
      throw CairnError("the URL of a directory remote is empty", kind: .configuration)
    }
    let options = DirectoryOptions(
      isShared: request.options["shared"] == "group", isSynced: request.synchronizes)
    self.init(root: root, options: options)
  }
}
