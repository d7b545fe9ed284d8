import Basics

/// One upload: to a temporary, which is moved to its place when all is there and right.
struct WebDAVUpload: Sendable {
  private let server: WebDAVServer
  private let content: WebContent

  init(_ server: WebDAVServer, _ content: WebContent) {
    (self.server, self.content) = (server, content)
  }

  private var key: ObjectKey { content.key }
  private var target: WebURL { server.client.url(of: key) }

  func run() async throws(TransportError) {
    if !server.uploadsInPlace, try await uploadByTemporary() { return }
    try await uploadInPlace()
  }

  /// - Returns: false when the server has no way to do it, and nothing is left of the attempt.
  private func uploadByTemporary() async throws(TransportError) -> Bool {
    guard try await makeDirectory() else {
      server.uploadInPlace()
      return false
    }
    let temporary = server.client.url(below: server.temporaries.path())
    do throws(TransportError) {
      try await put(temporary)
      if try await publish(temporary) { return true }
    } catch {
      await discard(temporary)
      throw error
    }
    await discard(temporary)
    server.uploadInPlace()
    return false
  }

  /// - Returns: false when the server does not have it, such as one that takes no name with a dot.
  private func makeDirectory() async throws(TransportError) -> Bool {
    let directory = server.client.url(below: server.temporaries.directory, isDirectory: true)
    do throws(TransportError) {
      try await server.collections.make(directory, for: key)
    } catch  where [.denied, .unsupported, .rejected].contains(error.kind) {
      return false
    }
    server.noteRoot()
    if server.temporaries.noteUse() { await server.sweep() }
    return true
  }

  private func put(_ url: WebURL) async throws(TransportError) {
    var request = WebRequest(.put, url)
    request.content = content
    let head = try await server.client.send(request, key: key).head
    guard (200..<300).contains(head.status) else {
      throw failure(head, request)
    }
  }

  /// - Returns: false when the server moves nothing.
  private func publish(_ temporary: WebURL) async throws(TransportError) -> Bool {
    let request = WebRequest(
      .move, temporary, headers: [("Destination", target.text), ("Overwrite", "T")])
    try await makeParent()
    let head = try await server.client.send(request, key: key).head
    if [405, 501, 502].contains(head.status) { return false }
    guard (200..<300).contains(head.status), head.status != 207 else {
      throw failure(head, request)
    }
    return true
  }

  /// Somebody may have removed a collection meanwhile, of which servers say 404, 409 or 500: the next try
  /// makes all anew.
  private func failure(_ head: HTTPHead, _ request: WebRequest) -> TransportError {
    var error = TransportError(head, request, key: key)
    if error.kind == .notFound { error.kind = .interrupted }
    if error.kind == .interrupted { server.collections.forget() }
    return error
  }

  private func makeParent() async throws(TransportError) {
    let parent = server.client.url(below: key.path.parent, isDirectory: true)
    try await server.collections.make(parent, for: key)
  }

  private func uploadInPlace() async throws(TransportError) {
    try await makeParent()
    try await put(target)
    server.noteRoot()
  }

  /// Also when the task was cancelled, which would keep a request from going out.
  private func discard(_ temporary: WebURL) async {
    let client = server.client
    await Task {
      // One that cannot be removed now goes with its collection.
      _ = try? await client.send(WebRequest(.delete, temporary, headers: [("Depth", "0")]))
    }.value
  }
}
