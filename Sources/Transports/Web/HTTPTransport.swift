package import Basics

/// Objects at URLs below a given one: read by GET, uploaded by PUT or POST. They cannot be listed or
/// deleted.
package struct HTTPTransport: Transport {
  private let client: WebClient

  init(_ session: WebSession) {
    client = WebClient(session: session)
  }

  package var traits: TransportTraits {
    TransportTraits(
      width: client.session.options.width, pageSize: 1, listCost: 1, atomicPut: false,
      canList: false, keysAreBytes: false)
  }

  package func stat(_ key: ObjectKey) async throws(TransportError) -> RemoteObject? {
    try checkCancellation(key)
    try requireUTF8(key)
    return try await HTTPLook(client, key).run()
  }

  package func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject {
    try checkCancellation(key)
    try requireUTF8(key)
    return try await withTaskExecutorPreference(BlockingPool.shared) {
      () async throws(TransportError) in try await HTTPDownload(client, key, sink).run(range)
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
      () async throws(TransportError) in try await upload(content)
    }
  }

  private func upload(_ content: WebContent) async throws(TransportError) {
    let key = content.key
    var request = WebRequest(client.session.options.uploadMethod, client.url(of: key))
    request.content = content
    let head = try await client.send(request, key: key).head
    if (200..<300).contains(head.status) { return }
    let error = TransportError(head, request, key: key)
    // The answer to a form: look elsewhere for what became of it. A page to log in says the same.
    guard [301, 302, 303].contains(head.status), try await stat(key) != nil else { throw error }
  }

  package func delete(_ keys: [ObjectKey]) async -> [ObjectKey: TransportError] {
    var refused: [ObjectKey: TransportError] = [:]
    for key in keys {
      refused[key] = refusal("deleted", key)
      do { try checkCancellation(key) } catch { refused[key] = error }
    }
    return refused
  }

  package func list(
    prefix: String, after token: ListToken?, detail: ListDetail
  ) async throws(TransportError) -> ListPage {
    try checkCancellation()
    throw refusal("listed", nil)
  }

  private func refusal(_ what: String, _ key: ObjectKey?) -> TransportError {
    let message = "objects of an HTTP remote cannot be \(what)"
    let hint = "If the server speaks WebDAV, set the remote's URL to webdav:// or webdavs://."
    return TransportError(
      .unsupported, key: key, detail: message, cause: CairnError(message, hints: [hint]))
  }
}

extension HTTPTransport {
  /// For the registry.
  package init(request: TransportRequest) throws(CairnError) {
    self.init(WebSession(try WebOptions(http: request), environment: request.environment))
  }
}

/// Servers take the bytes in URLs for UTF-8.
func requireUTF8(_ key: ObjectKey) throws(TransportError) {
  guard String(validating: key.bytes, as: UTF8.self) == nil else { return }
  throw TransportError(
    .rejected, key: key, detail: "'\(key)' is not UTF-8, which URLs are taken for")
}
