import Basics
import Hashing

/// One upload: in one request, or in parts when it is large.
struct S3Upload: Sendable {
  /// Bodies that are smaller are told of when they have arrived.
  static let worthWatching = 64 << 10

  let transport: S3Transport
  let key: ObjectKey
  let name: [UInt8]
  let check: ContentCheck?
  let progress: any ProgressObserver

  init(
    _ transport: S3Transport, _ key: ObjectKey, _ name: [UInt8], _ check: ContentCheck?,
    _ progress: any ProgressObserver
  ) {
    (self.transport, self.key, self.name) = (transport, key, name)
    (self.check, self.progress) = (check, progress)
  }

  var client: S3Client { transport.client }
  private var options: S3Options { client.session.options }

  func run(_ source: UploadSource) async throws(TransportError) {
    let reader = try SourceReader(source, for: key, verifying: check)
    if reader.size <= options.partSize {
      try await put(reader)
    } else {
      let plan = S3PartPlan(size: reader.size, smallest: options.partSize)
      try await S3MultipartUpload(self, plan).run(source)
    }
    client.session.hasSeenBucket = true
  }

  /// Sends all in one request, with the digest that was promised rather than that of the bytes.
  private func put(_ reader: consuming SourceReader) async throws(TransportError) {
    let body = try await memory(for: reader.size)
    try fill(body, from: &reader)
    try reader.finish()
    var request = S3Request("PutObject", .put, key: name)
    request.add(options.headers.creating + options.headers.always)
    if let check, check.algorithm == .md5 {
      request.headers.append(("content-md5", Base64.encode(check.digest.bytes)))
    }
    try await send(request, body, progress)
  }

  /// Sends bytes of the source, telling of them as they go out.
  @discardableResult
  func send(
    _ request: S3Request, _ body: RequestBody, _ progress: any ProgressObserver
  ) async throws(TransportError) -> HTTPHead {
    let uploaded = UploadedBytes(progress)
    var request = request
    (request.body, request.hasContent) = (body, true)
    if body.count >= Self.worthWatching { request.sent = uploaded.note }
    let head = try await answer(to: request).head
    uploaded.note(Int64(body.count))
    return head
  }

  func answer(
    to request: S3Request
  ) async throws(TransportError) -> (head: HTTPHead, body: [UInt8]) {
    do { return try await client.send(request) } catch { throw TransportError(error, key: key) }
  }

  func memory(for size: Int64) async throws(TransportError) -> RequestBody {
    do { return try await transport.memory.body(size) } catch { throw .cancelled(key, error) }
  }

  /// Reads the next bytes of the source until `body` is full.
  func fill(_ body: RequestBody, from reader: inout SourceReader) throws(TransportError) {
    var filled = 0
    while filled < body.count {
      try checkCancellation(key)
      let end = min(filled + reader.pieceSize, body.count)
      let room = UnsafeMutableRawBufferPointer(rebasing: body.bytes[filled..<end])
      filled += try reader.read(into: room)
    }
  }
}
