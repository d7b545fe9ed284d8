import Synchronization

/// Makes the collections of a server that are missing, each once.
final class WebDAVCollections: Sendable {
  private let client: WebClient
  private let known = Mutex<Set<String>>([])

  init(_ client: WebClient) {
    self.client = client
  }

  /// Makes a collection, and before it those that it lies in, unless they are known to be there.
  ///
  /// - Parameter url: ends with a slash.
  func make(_ url: WebURL, for key: ObjectKey) async throws(TransportError) {
    if known.withLock({ $0.contains(url.text) }) { return }
    let request = WebRequest(.makeCollection, url)
    var head = try await client.send(request, key: key).head
    if head.status == 409 || head.status == 404, let parent = url.parent {
      try await make(parent, for: key)
      head = try await client.send(request, key: key).head
    }
    // Two who make it at the same time: one is told whatever occurs to the server.
    if [403, 409, 423, 500].contains(head.status) {
      head = try await client.send(request, key: key).head
    }
    // 405 says that it is there; so do those who send us on to it.
    guard (200..<300).contains(head.status) || [301, 302, 405].contains(head.status) else {
      throw TransportError(head, request, key: key)
    }
    known.withLock { _ = $0.insert(url.text) }
  }

  /// Takes it for possible that somebody has removed any of them.
  func forget() { known.withLock { $0 = [] } }
}

extension WebURL {
  /// The collection that this one lies in; nil at the top.
  fileprivate var parent: WebURL? {
    let path = path.dropLast()
    guard let slash = path.lastIndex(of: "/") else { return nil }
    var parent = self
    parent.path = String(path[...slash])
    return parent
  }
}
