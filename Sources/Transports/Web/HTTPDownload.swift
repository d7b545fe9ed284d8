/// One download by GET.
struct HTTPDownload {
  private let client: WebClient
  private let key: ObjectKey
  private let sink: ByteSink

  init(_ client: WebClient, _ key: ObjectKey, _ sink: @escaping ByteSink) {
    (self.client, self.key, self.sink) = (client, key, sink)
  }

  func run(_ range: Range<Int64>?) async throws(TransportError) -> RemoteObject {
    if let range, range.isEmpty { return try await object() }
    var request = WebRequest(.get, client.url(of: key))
    request.range = range == 0..<Int64.max ? nil : range
    var answer = try await client.open(request, key: key)
    let head = answer.head
    if (200..<300).contains(head.status) {
      return try await ObjectBody(key, sink).pass(answer, wanted: request.range)
    }
    _ = try await client.rest(of: &answer, key)
    // Nothing lies in the range, or nothing in the object.
    if head.status == 416 { return try await object() }
    guard !head.saysNothing(at: request.url) else { throw .notFound(key) }
    throw TransportError(head, request, key: key)
  }

  /// What the object is, without its bytes.
  private func object() async throws(TransportError) -> RemoteObject {
    guard let object = try await HTTPLook(client, key).run() else { throw .notFound(key) }
    return object
  }
}
