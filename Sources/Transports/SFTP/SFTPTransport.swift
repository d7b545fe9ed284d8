package import Basics

/// A directory of an SFTP server as a remote.
///
/// Speaks version 3 of the protocol over the pipes of a program, `ssh` as a rule, with many requests
/// on their way. What is not finished lies under `<root>/.cairn/tmp`, or beside its target where that
/// cannot be; a rename publishes it. Objects with a check become 0444.
package struct SFTPTransport: Transport {
  let server: SFTPServer
  private let pageSize: Int
  private let executor: any TaskExecutor

  /// - Parameters:
  ///   - root: a path on the server; a relative one, or none, begins in the user's home.
  ///   - synchronizes: whether uploads wait until they are on the server's disk.
  package init(
    _ connector: any SFTPConnector, root: [UInt8], pageSize: Int = 10_000,
    synchronizes: Bool = true, executor: any TaskExecutor = BlockingPool.shared
  ) {
    server = SFTPServer(connector, root: root, synchronizes: synchronizes)
    self.pageSize = pageSize
    self.executor = executor
  }

  /// Listing a directory is opening, reading twice and closing it.
  package var traits: TransportTraits {
    let features = server.pool.features
    return TransportTraits(
      width: callsWithinDescriptorLimit(features?.width ?? SFTPFeatures.usualWidth),
      pageSize: pageSize, listCost: 4, deleteBatch: 1000,
      atomicPut: features?.renamesOver ?? true)
  }

  package func stat(_ key: ObjectKey) async throws(TransportError) -> RemoteObject? {
    try await call(key) { (session) async throws(TransportError) in
      try await server.stat(key, session)
    }
  }

  package func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject {
    try await call(key, isTransfer: true) { (session) async throws(TransportError) in
      try await SFTPDownload(server, session, key).run(range: range, into: sink)
    }
  }

  package func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) async throws(TransportError) {
    try await call(key, isTransfer: true) { (session) async throws(TransportError) in
      try await SFTPUpload(server, session, key, check).run(source, progress)
    }
  }

  package func delete(_ keys: [ObjectKey]) async -> [ObjectKey: TransportError] {
    do throws(TransportError) {
      return try await call(nil) { (session) async throws(TransportError) in
        await server.delete(keys, session)
      }
    } catch {
      return Dictionary(keys.map { ($0, error.about($0)) }) { first, _ in first }
    }
  }

  package func list(
    prefix: String, after token: ListToken?, detail: ListDetail
  ) async throws(TransportError) -> ListPage {
    try await call(nil) { (session) async throws(TransportError) in
      try await server.requireRoot(nil, session)
      var pager = SFTPPager(server, session, pageSize: pageSize, after: token, detail: detail)
      return try await pager.page(prefix: Array(prefix.utf8))
    }
  }

  package func synchronize() async throws(TransportError) {
    guard server.directories.hasChanged else { return }
    try await call(nil) { (session) async throws(TransportError) in
      try await server.synchronize(session)
    }
  }

  package func close() async {
    await server.tidy()
    await server.pool.close()
  }

  /// Runs `body` with a session; says of what broke off because we were cancelled that we were.
  private func call<Value: Sendable>(
    _ key: ObjectKey?, isTransfer: Bool = false,
    _ body: @Sendable (SFTPSession) async throws(TransportError) -> Value
  ) async throws(TransportError) -> Value {
    try checkCancellation(key)
    let outcome: Result<Value, TransportError> = await withTaskExecutorPreference(executor) {
      await withTaskCancellationHandler {
        await attempt(isTransfer, body)
      } onCancel: {
        server.pool.hurry()
      }
    }
    do throws(TransportError) {
      return try outcome.get()
    } catch {
      if error.kind == .interrupted { try checkCancellation(key) }
      throw error.key == nil ? error.about(key) : error
    }
  }

  private func attempt<Value: Sendable>(
    _ isTransfer: Bool, _ body: @Sendable (SFTPSession) async throws(TransportError) -> Value
  ) async -> Result<Value, TransportError> {
    do throws(TransportError) {
      let session = try await server.pool.session(forTransfer: isTransfer)
      session.enter()
      defer { session.leave() }
      return .success(try await body(session))
    } catch {
      return .failure(error)
    }
  }
}

extension TransportError {
  func about(_ key: ObjectKey?) -> TransportError {
    var error = self
    error.key = key
    return error
  }
}
