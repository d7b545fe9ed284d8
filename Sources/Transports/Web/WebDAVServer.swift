import Basics
import Synchronization

/// The collections and objects of a WebDAV server below the URL of a remote.
final class WebDAVServer: Sendable {
  private struct State {
    var hasSeenRoot = false
    var uploadsInPlace = false
  }

  let client: WebClient
  let collections: WebDAVCollections
  let temporaries = WebDAVTemporaries()
  private let state = Mutex(State())

  init(_ session: WebSession) {
    client = WebClient(session: session)
    collections = WebDAVCollections(client)
  }

  /// Whether the server is known not to take uploads by way of a temporary.
  var uploadsInPlace: Bool { state.withLock { $0.uploadsInPlace } }

  func uploadInPlace() { state.withLock { $0.uploadsInPlace = true } }

  /// What lies at a URL, or in it; nil when nothing does.
  func listing(
    of url: WebURL, members: Bool, _ detail: ListDetail
  ) async throws(TransportError) -> (listing: WebDAVListing, head: HTTPHead)? {
    var request = WebRequest(
      .propfind, url,
      headers: [("Depth", members ? "1" : "0"), ("Content-Type", "application/xml")]
    )
    request.body = WebDAVListing.question(detail)
    let (head, body) = try await client.send(request)
    if head.saysNothing(at: url) { return nil }
    guard head.status == 207 else { throw TransportError(head, request) }
    guard let listing = WebDAVListing(body) else {
      throw TransportError(
        .interrupted, detail: "the answer to PROPFIND \(url.text) makes no sense")
    }
    return (listing, head)
  }

  func stat(_ key: ObjectKey) async throws(TransportError) -> RemoteObject? {
    guard let found = try await listing(of: client.url(of: key), members: false, .sizes) else {
      try await requireRoot()
      return nil
    }
    noteRoot()
    guard let entry = found.listing.itself, !entry.isCollection else { return nil }
    return RemoteObject(key, entry)
  }

  /// - Throws: `noRoot` when nobody has made the remote yet.
  func requireRoot() async throws(TransportError) {
    if state.withLock({ $0.hasSeenRoot }) { return }
    let url = client.url(below: .root, isDirectory: true)
    guard try await listing(of: url, members: false, .keys) != nil else {
      throw TransportError(.noRoot, detail: "\(url.text) does not exist on the server")
    }
    noteRoot()
  }

  func noteRoot() { state.withLock { $0.hasSeenRoot = true } }

  func delete(_ key: ObjectKey) async throws(TransportError) {
    // By its depth the request is not for a collection, with all that lies in it.
    let request = WebRequest(.delete, client.url(of: key), headers: [("Depth", "0")])
    let head = try await client.send(request, key: key).head
    if head.saysNothing(at: request.url) { return }
    // A 207 says what could not be deleted.
    guard (200..<300).contains(head.status), head.status != 207 else {
      throw TransportError(head, request, key: key)
    }
  }
}
