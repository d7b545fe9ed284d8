package import Basics

/// A collection of a WebDAV server as a remote (RFC 4918).
///
/// What is not finished lies under `.cairn/tmp`; a MOVE publishes it.
package struct WebDAVTransport: Transport {
  let server: WebDAVServer
  private let pageSize: Int

  init(_ session: WebSession, pageSize: Int = 10_000) {
    server = WebDAVServer(session)
    self.pageSize = pageSize
  }

  /// Servers remove what a MOVE replaces before they move.
  package var traits: TransportTraits {
    TransportTraits(
      width: server.client.session.options.width, pageSize: pageSize, listCost: 2,
      deleteBatch: 100, atomicPut: false, keysAreBytes: false)
  }

  package func stat(_ key: ObjectKey) async throws(TransportError) -> RemoteObject? {
    try checkCancellation(key)
    try requireUTF8(key)
    do throws(TransportError) { return try await server.stat(key) } catch { throw error.about(key) }
  }

  package func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject {
    try checkCancellation(key)
    try requireUTF8(key)
    do throws(TransportError) {
      return try await withTaskExecutorPreference(BlockingPool.shared) {
        () async throws(TransportError) in
        try await HTTPDownload(server.client, key, sink).run(range)
      }
    } catch  where error.kind == .notFound {
      do throws(TransportError) { try await server.requireRoot() } catch { throw error.about(key) }
      throw error
    }
  }

  package func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) async throws(TransportError) {
    try checkCancellation(key)
    try requireUTF8(key)
    let content = WebContent(source: source, key: key, check: check, progress: progress)
    try await withTaskExecutorPreference(BlockingPool.shared) {
      () async throws(TransportError) in try await WebDAVUpload(server, content).run()
    }
  }

  package func delete(_ keys: [ObjectKey]) async -> [ObjectKey: TransportError] {
    var refused: [ObjectKey: TransportError] = [:]
    let results = await concurrentMap(keys, width: traits.width) { key in
      try checkCancellation(key)
      try await server.requireRoot()
      try await server.delete(key)
    }
    for (key, result) in zip(keys, results) {
      guard case .failure(let error) = result else { continue }
      refused[key] = (error as? TransportError ?? .cancelled(key, error)).about(key)
    }
    return refused
  }

  package func list(
    prefix: String, after token: ListToken?, detail: ListDetail
  ) async throws(TransportError) -> ListPage {
    try checkCancellation()
    try await server.requireRoot()
    var pager = WebDAVPager(server, pageSize: pageSize, after: token, detail: detail)
    return try await pager.page(prefix: Array(prefix.utf8))
  }

  package func close() async {
    await server.tidy()
  }
}

extension WebDAVTransport {
  /// For the registry.
  package init(request: TransportRequest) throws(CairnError) {
    self.init(WebSession(try WebOptions(webDAV: request), environment: request.environment))
  }
}
