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

  func run(_ range: Range<Int64>?) async throws(TransportError) -> RemoteObject {
    if let range, range.isEmpty { return try await object() }
    var request = S3Request("GetObject", .get, key: name)
    request.add(client.session.options.headers.always)
    request.range = range == 0..<Int64.max ? nil : range
    let answer: S3Answer
    do { answer = try await client.open(request) } catch {
      // Nothing lies in the range, or nothing in the object.
      if case .server(let refusal) = error, refusal.status == 416 { return try await object() }
      throw TransportError(error, key: key)
    }
    client.session.hasSeenBucket = true
    return try await pass(answer, wanted: request.range)
  }

  /// What the object is, without its bytes.
  private func object() async throws(TransportError) -> RemoteObject {
    do throws(S3Failure) {
      if let object = try await client.stat(key, name: name) { return object }
    } catch {
      throw TransportError(error, key: key)
    }
    throw .notFound(key)
  }

  private func pass(
    _ answer: S3Answer, wanted: Range<Int64>?
  ) async throws(TransportError) -> RemoteObject {
    var answer = answer
    let extent = S3Extent(answer.head, wanted: wanted)
    var object = RemoteObject(key, answer.head)
    object.size = extent.objectSize
    do throws(TransportError) {
      let end = try await passPieces(of: &answer, from: extent.bytes.lowerBound, wanted)
      if let size = extent.size, end != extent.bytes.lowerBound + size {
        throw TransportError(
          .interrupted, key: key,
          detail: "'\(key)' ended after \(end) of \(extent.bytes.upperBound) bytes")
      }
      object.size = object.size ?? end
    } catch {
      await answer.cancel()
      throw error.during(object)
    }
    return object
  }

  /// - Returns: where the last piece ended.
  private func passPieces(
    of answer: inout S3Answer, from start: Int64, _ wanted: Range<Int64>?
  ) async throws(TransportError) -> Int64 {
    var position = start
    do {
      repeat {
        try checkCancellation(key)
        try pass(answer.piece, at: position, wanted)
        position += Int64(answer.piece.count)
      } while try await answer.next()
    } catch let failure as HTTPFailure {
      throw TransportError(.http(failure), key: key)
    } catch let error as TransportError {
      throw error
    } catch {
      throw TransportError(.sink, key: key, detail: "\(error)", cause: error)
    }
    return position
  }

  /// Hands on the part of a piece that is wanted: a server that knows no ranges sends all.
  private func pass(_ piece: [UInt8], at position: Int64, _ wanted: Range<Int64>?) throws {
    let here = position..<(position + Int64(piece.count))
    let part = wanted?.clamped(to: here) ?? here
    guard !part.isEmpty else { return }
    try piece.withUnsafeBytes { bytes in
      let range = Int(part.lowerBound - position)..<Int(part.upperBound - position)
      try sink(UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
  }
}

/// Which bytes of an object an answer has.
struct S3Extent {
  /// Up to `Int64.max` when the answer does not tell.
  let bytes: Range<Int64>
  let objectSize: Int64?

  /// Some servers send a part with status 200, others all of the object whatever is wanted.
  init(_ head: HTTPHead, wanted: Range<Int64>?) {
    if let header = head["content-range"], let part = Self.part(header) {
      (bytes, objectSize) = part
      return
    }
    let size = head["content-length"].flatMap { Int64($0) }
    let start = head.status == 206 ? wanted?.lowerBound ?? 0 : 0
    bytes = start..<(size.map { start + $0 } ?? .max)
    objectSize = head.status == 206 ? nil : size
  }

  /// The number of bytes; nil when the answer does not tell.
  var size: Int64? { bytes.upperBound == .max ? nil : bytes.upperBound - bytes.lowerBound }

  /// Reads `bytes 0-9/443`.
  private static func part(_ header: String) -> (Range<Int64>, Int64?)? {
    let words = header.split { $0 == " " || $0 == "-" || $0 == "/" }
    guard words.count == 4, let first = Int64(words[1]), let last = Int64(words[2]), last >= first,
      last < .max
    else { return nil }
    return (first..<(last + 1), Int64(words[3]))
  }
}
