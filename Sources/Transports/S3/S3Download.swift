import Basics

/// One download, from the request to the last byte.
struct S3Download {
  private let client: S3Client
  private let key: ObjectKey
  private let name: [UInt8]
  private let sink: ByteSink

  init(_ client: S3Client, _ key: ObjectKey, _ name: [UInt8], _ sink: @escaping ByteSink) {
    (self.client, self.key, self.name, self.sink) = (client, key, name, sink)
  }

  /// A server's word that nothing is there is asked for twice: OpenStack Swift says so, too, of an
  /// object whose file it has just replaced.
  func run(_ range: Range<Int64>?) async throws(TransportError) -> RemoteObject {
    if let range, range.isEmpty { return try await object() }
    do throws(TransportError) {
      return try await pass(range)
    } catch {
      guard error.kind == .notFound, try await look() != nil else { throw error }
      return try await pass(range)
    }
  }

  private func pass(_ range: Range<Int64>?) async throws(TransportError) -> RemoteObject {
    var request = S3Request("GetObject", .get, key: name)
    request.add(client.session.options.headers.always)
    request.range = range == 0..<Int64.max ? nil : range
    let answer: HTTPAnswer
    do { answer = try await client.open(request) } catch {
      // Nothing lies in the range, or nothing in the object.
      if case .server(let refusal) = error, refusal.status == 416 { return try await object() }
      throw TransportError(error, key: key)
    }
    client.session.hasSeenBucket = true
    if request.range != nil, answer.head.status == 200, answer.head["content-range"] == nil {
      client.session.ignoresRanges = true
    }
    return try await ObjectBody(key, sink).pass(answer, wanted: request.range)
  }

  /// What the object is, without its bytes.
  private func object() async throws(TransportError) -> RemoteObject {
    guard let object = try await look() else { throw .notFound(key) }
    return object
  }

  private func look() async throws(TransportError) -> RemoteObject? {
    do { return try await client.stat(key, name: name) } catch {
      throw TransportError(error, key: key)
    }
  }
}
