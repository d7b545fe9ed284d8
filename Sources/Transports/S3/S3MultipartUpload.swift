import Basics
import Hashing

/// An upload in parts. The object becomes visible when all of the source was read and is what it
/// should be.
///
/// What breaks off for a passing reason stays on the server, and the journal knows it: whoever tries
/// next, also another process, sends the parts that are lacking. What fails for good is aborted.
struct S3MultipartUpload: Sendable {
  /// Parts of one upload that are in flight.
  private static let width = 8
  /// How often an upload is begun, if the server forgets it.
  private static let attempts = 3

  private let upload: S3Upload
  private let plan: S3PartPlan

  init(_ upload: S3Upload, _ plan: S3PartPlan) {
    self.upload = upload
    self.plan = plan
  }

  func run(_ source: UploadSource) async throws(TransportError) {
    let resumption = try await S3UploadResumption(upload, plan)
    var attempt = 1
    while true {
      let progress = RevocableProgress(upload.progress)
      do throws(TransportError) {
        return try await run(source, resumption, progress)
      } catch {
        guard error.isAboutMissingUpload, attempt < Self.attempts else { throw error }
      }
      // Its end may have been completed, and the answer lost; or it was aborted behind our back.
      progress.revoke()
      resumption.forget()
      if try await isThere(source) {
        return upload.progress.observe(.advanced(files: 0, bytes: plan.size))
      }
      attempt += 1
    }
  }

  /// One attempt, with a new upload or one that was found.
  private func run(
    _ source: UploadSource, _ resumption: S3UploadResumption, _ progress: RevocableProgress
  ) async throws(TransportError) {
    let reader = try SourceReader(source, for: upload.key, verifying: upload.check)
    let pending: S3PendingUpload
    if let found = try await resumption.find() {
      pending = found
    } else {
      pending = S3PendingUpload(id: try await create())
      resumption.remember(pending)
    }
    do throws(TransportError) {
      let parts = try await sendParts(reader, pending, resumption, progress)
      try checkCancellation(upload.key)
      try await complete(parts, pending.id)
      resumption.forget()
    } catch {
      if !resumption.mayGoOn(after: error) {
        if pending.isOurs { await abort(pending.id) }
        resumption.forget()
      }
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

  /// Reads the source in order, and sends the parts that the server lacks as memory allows.
  private func sendParts(
    _ reader: consuming SourceReader, _ pending: S3PendingUpload,
    _ resumption: S3UploadResumption, _ progress: RevocableProgress
  ) async throws(TransportError) -> [S3UploadPart] {
    let source = PartSource(reader)
    do {
      return try await withThrowingTaskGroup(of: S3UploadPart.self) { group in
        var parts: [S3UploadPart] = []
        var inFlight = 0
        for number in 1...plan.count {
          if inFlight == Self.width, let part = try await Self.next(of: &group, resumption) {
            parts.append(part)
            inFlight -= 1
          }
          let body = try await upload.memory(for: plan.size(ofPart: number))
          try source.fill(body, upload)
          if let part = pending.part(number, holding: body) {
            progress.observe(.advanced(files: 0, bytes: Int64(body.count)))
            parts.append(part)
          } else {
            group.addTask { try await send(number, body, pending.id, progress) }
            inFlight += 1
          }
        }
        while let part = try await Self.next(of: &group, resumption) { parts.append(part) }
        try source.finish()
        return parts.sorted { $0.number < $1.number }
      }
    } catch let error as TransportError {
      throw error
    } catch {
      throw .cancelled(upload.key, error)
    }
  }

  /// The next part that has arrived; nil when all have.
  ///
  /// When one breaks off and the upload may be gone on with, those on their way arrive first, so that they
  /// need not be sent again.
  private static func next(
    of group: inout ThrowingTaskGroup<S3UploadPart, any Error>, _ resumption: S3UploadResumption
  ) async throws -> S3UploadPart? {
    guard let result = await group.nextResult() else { return nil }
    if case .failure(let error as TransportError) = result, resumption.mayGoOn(after: error) {
      while await group.nextResult() != nil {}
    }
    return try result.get()
  }

  /// Sends a part as often as it takes, so that a fault does not make the others go again.
  private func send(
    _ number: Int, _ body: RequestBody, _ id: String, _ observer: any ProgressObserver
  ) async throws(TransportError) -> S3UploadPart {
    var request = S3Request(
      "UploadPart", .put, key: upload.name,
      query: [("partNumber", "\(number)"), ("uploadId", id)])
    request.add(upload.client.session.options.headers.always)
    let head = try await retrying(upload.transport.partPolicy) { () async throws(TransportError) in
      let progress = RevocableProgress(observer)
      do throws(TransportError) {
        return try await upload.send(request, body, progress)
      } catch {
        progress.revoke()
        throw error
      }
    }
    guard let tag = head["etag"] else { throw nonsense("UploadPart", "it has no ETag") }
    return S3UploadPart(number: number, entityTag: tag)
  }

  private func complete(_ parts: [S3UploadPart], _ id: String) async throws(TransportError) {
    var request = S3Request(
      "CompleteMultipartUpload", .post, key: upload.name, query: [("uploadId", id)])
    request.body = RequestBody(Array(Self.list(parts).utf8))
    do throws(TransportError) {
      try await retrying(upload.transport.partPolicy) { () async throws(TransportError) in
        try await requireSuccess(upload.answer(to: request))
      }
    } catch {
      // The answer to an earlier try may have been lost.
      guard error.isAboutMissingUpload, let tag = S3UploadPart.entityTag(of: parts.map(\.digest)),
        try await isThere(tag)
      else { throw error }
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

  /// Whether the object has the size that it should have, and this entity tag.
  private func isThere(_ tag: String) async throws(TransportError) -> Bool {
    let object = try await upload.transport.stat(upload.key)
    return object?.size == plan.size && object?.entityTag == tag
  }

  /// Whether the object is made of the parts of `source`, which is read for it.
  private func isThere(_ source: UploadSource) async throws(TransportError) -> Bool {
    guard upload.check != nil, let object = try await upload.transport.stat(upload.key),
      object.size == plan.size, object.entityTag?.hasSuffix("-\(plan.count)") == true
    else { return false }
    let parts = PartSource(
      try SourceReader(source, for: upload.key, verifying: upload.check))
    var digests: [Digest] = []
    for number in 1...plan.count {
      let body = try await upload.memory(for: plan.size(ofPart: number))
      try parts.fill(body, upload)
      digests.append(Digest(of: body.content))
    }
    try parts.finish()
    return object.entityTag == S3UploadPart.entityTag(of: digests)
  }

  /// Does not end early when the task is cancelled. What cannot be aborted stays on the server.
  private func abort(_ id: String) async {
    let unfinished = UnfinishedUpload(key: upload.key, id: id, touched: 0, bytes: 0)
    await Task { [transport = upload.transport] in
      // The upload has failed for a reason of its own, which is the one to tell.
      try? await transport.abort(unfinished)
    }.value
  }

  private static func list(_ parts: [S3UploadPart]) -> String {
    let items = parts.map { part in
      "<Part><PartNumber>\(part.number)</PartNumber><ETag>\(XMLText.escaped(part.entityTag))</ETag></Part>"
    }
    return "<CompleteMultipartUpload>\(items.joined())</CompleteMultipartUpload>"
  }

  private func nonsense(_ operation: String, _ problem: String) -> TransportError {
    TransportError(.nonsense(operation: operation, problem), key: upload.key)
  }
}

extension TransportError {
  /// Whether the server knows nothing of the upload, however it words that.
  var isAboutMissingUpload: Bool { kind == .notFound || detail.contains("(NoSuchUpload)") }
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
