/// Finds out what lies at a URL, by HEAD, or by GET where the server knows no HEAD.
struct HTTPLook {
  private let client: WebClient
  private let key: ObjectKey

  init(_ client: WebClient, _ key: ObjectKey) {
    (self.client, self.key) = (client, key)
  }

  func run() async throws(TransportError) -> RemoteObject? {
    if client.session.asksByGet { return try await byGet() }
    let request = WebRequest(.head, client.url(of: key))
    let head = try await client.send(request, key: key).head
    if head.saysNothing(at: request.url) { return nil }
    guard (200..<300).contains(head.status), head["content-length"] != nil else {
      // A signature, say, may be for GET only.
      guard [200, 400, 403, 405, 501].contains(head.status) else {
        throw TransportError(head, request, key: key)
      }
      let object = try await byGet()
      if head.status != 403 { client.session.asksByGet = true }
      return object
    }
    return RemoteObject(key, head)
  }

  private func byGet() async throws(TransportError) -> RemoteObject? {
    var request = WebRequest(.get, client.url(of: key))
    request.range = 0..<1
    let answer = try await client.open(request, key: key)
    await answer.cancel()
    let head = answer.head
    if head.saysNothing(at: request.url) { return nil }
    var object = RemoteObject(key, head)
    if head.status == 416 {
      object.size =
        head["content-range"].flatMap { $0.split(separator: "/").last }
        .flatMap { Int64($0) } ?? 0
      return object
    }
    guard (200..<300).contains(head.status) else { throw TransportError(head, request, key: key) }
    object.size = ContentExtent(head, wanted: 0..<1).objectSize
    return object
  }
}
