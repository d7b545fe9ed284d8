import Basics
import Hashing

/// An upload in parts. The object becomes visible when all of the source was read and is what it
/// should be; otherwise the upload is aborted, so that no parts stay.
struct S3MultipartUpload: Sendable {
  /// Parts of one upload that are in flight.
  private static let width = 8

  struct Part: Sendable {
    var number: Int
    /// With its quotes.
    var entityTag: String
  }

  private let upload: S3Upload
  private let plan: S3PartPlan

  init(_ upload: S3Upload, _ plan: S3PartPlan) {
    self.upload = upload
    self.plan = plan
  }

  func run(_ reader: consuming SourceReader) async throws(TransportError) {
    let id = try await create()
    do throws(TransportError) {
      let parts = try await sendParts(reader, id)
      try checkCancellation(upload.key)
      try await complete(parts, id)
    } catch {
      await abort(id)
      throw error
    }
  }

  private func create() async throws(TransportError) -> String {
    let headers = upload.client.session.options.headers
    var request = S3Request(
      "CreateMultipartUpload", .post, key: upload.name, query: [("uploads", "")])
    request.add(headers.creating + headers.always)
    request.body = RequestBody([])
    let body = try await upload.answer(to: request).body
    // What is no XML has no ID.
    guard let root = try? XMLReader.read(body), let id = root.text("UploadId") else {
      throw nonsense("CreateMultipartUpload", "it has no UploadId")
    }
    return id
  }

  /// Reads the source in order, and sends its parts as memory allows.
  private func sendParts(
    _ reader: consuming SourceReader, _ id: String
  ) async throws(TransportError) -> [Part] {
    let source = PartSource(reader)
    do {
      return try await withThrowingTaskGroup(of: Part.self) { group in
        var parts: [Part] = []
        for number in 1...plan.count {
          if number > Self.width, let part = try await group.next() { parts.append(part) }
          let body = try await upload.memory(for: plan.size(ofPart: number))
          try source.fill(body, upload)
          group.addTask { try await send(number, body, id) }
        }
        for try await part in group { parts.append(part) }
        try source.finish()
        return parts.sorted { $0.number < $1.number }
      }
    } catch let error as TransportError {
      throw error
    } catch {
      throw .cancelled(upload.key, error)
    }
  }

  /// Sends a part as often as it takes, so that a fault does not make the others go again.
  private func send(
    _ number: Int, _ body: RequestBody, _ id: String
  ) async throws(TransportError) -> Part {
    var request = S3Request(
      "UploadPart", .put, key: upload.name,
      query: [("partNumber", "\(number)"), ("uploadId", id)])
    request.add(upload.client.session.options.headers.always)
    let head = try await retrying(upload.transport.partPolicy) { () async throws(TransportError) in
      let progress = RevocableProgress(upload.progress)
      do throws(TransportError) {
        return try await upload.send(request, body, progress)
      } catch {
        progress.revoke()
        throw error
      }
    }
    guard let tag = head["etag"] else { throw nonsense("UploadPart", "it has no ETag") }
    return Part(number: number, entityTag: tag)
  }

  private func complete(_ parts: [Part], _ id: String) async throws(TransportError) {
    var request = S3Request(
      "CompleteMultipartUpload", .post, key: upload.name, query: [("uploadId", id)])
    request.body = RequestBody(Array(Self.list(parts).utf8))
    do throws(TransportError) {
      try await retrying(upload.transport.partPolicy) { () async throws(TransportError) in
        try await requireSuccess(upload.answer(to: request))
      }
    } catch {
      // The answer to an earlier try may have been lost.
      guard error.isAboutMissingUpload, try await isThere(parts) else { throw error }
    }
  }

  /// Errors come with status 200 as well: S3 answers before it has put the parts together.
  private func requireSuccess(
    _ answer: (head: HTTPHead, body: [UInt8])
  ) throws(TransportError) {
    if S3ServerError.document(answer.body) != nil {
      let error = S3ServerError("CompleteMultipartUpload", answer.head, answer.body)
      throw TransportError(.server(error), key: upload.key)
    }
    // What cannot be read must not count as success.
    let root = try? XMLReader.read(answer.body)
    guard root?.isNamed("CompleteMultipartUploadResult") == true else {
      throw nonsense("CompleteMultipartUpload", "it is no result of an upload")
    }
  }

  /// Whether the object is made of these parts.
  private func isThere(_ parts: [Part]) async throws(TransportError) -> Bool {
    let object = try await upload.transport.stat(upload.key)
    guard let tag = Self.entityTag(of: parts) else { return false }
    return object?.size == plan.size && object?.entityTag == tag
  }

  /// Does not end early when the task is cancelled. What cannot be aborted stays on the server.
  private func abort(_ id: String) async {
    let request = S3Request(
      "AbortMultipartUpload", .delete, key: upload.name, query: [("uploadId", id)])
    let client = upload.client
    await Task {
      // The upload has failed for a reason of its own, which is the one to tell.
      _ = try? await client.send(request)
    }.value
  }

  private static func list(_ parts: [Part]) -> String {
    let items = parts.map { part in
      "<Part><PartNumber>\(part.number)</PartNumber><ETag>\(XMLText.escaped(part.entityTag))</ETag></Part>"
    }
    return "<CompleteMultipartUpload>\(items.joined())</CompleteMultipartUpload>"
  }

  /// The tag that S3 gives to an object in parts; nil when the parts' own tags are no digests.
  static func entityTag(of parts: [Part]) -> String? {
    var bytes: [UInt8] = []
    for part in parts {
      guard let digest = Digest(unquoted(part.entityTag)) else { return nil }
      bytes += digest.bytes
    }
    return "\(Digest(of: bytes))-\(parts.count)"
  }

  private func nonsense(_ operation: String, _ problem: String) -> TransportError {
    TransportError(.nonsense(operation: operation, problem), key: upload.key)
  }
}

extension TransportError {
  fileprivate var isAboutMissingUpload: Bool { detail.contains("(NoSuchUpload)") }
}

/// The source of an upload, read by one task at a time.
private final class PartSource {
  private var reader: SourceReader

  init(_ reader: consuming SourceReader) {
    self.reader = reader
  }

  func fill(_ body: RequestBody, _ upload: S3Upload) throws(TransportError) {
    try upload.fill(body, from: &reader)
  }

  func finish() throws(TransportError) {
    try reader.finish()
  }
}
