import Basics
import Hashing

/// The body of a request that uploads an object: read, hashed and sent in one go, at each try anew.
///
/// The last piece is held back until all is known to be what was promised, so that a server never has a
/// whole body that is wrong.
struct WebContent: Sendable {
  /// Objects up to this size are read before they are sent, so that libcurl can send them again by itself.
  private static let smallSize: Int64 = 1 << 20

  let source: UploadSource
  let key: ObjectKey
  let check: ContentCheck?
  let progress: any ProgressObserver

  /// Sends `request` with this body, and waits for the beginning of the answer. Blocks while it reads.
  func send(
    _ request: HTTPRequest, _ options: HTTPOptions
  ) async throws(TransportError) -> HTTPAnswer {
    var reader = try SourceReader(source, for: key, verifying: check)
    let attempt = RevocableProgress(progress)
    let uploaded = UploadedBytes(attempt)
    var request = request
    request.sent = uploaded.note
    if let check, check.algorithm == .md5 {
      request.headers.append(("Content-MD5", Base64.encode(check.digest.bytes)))
    }
    do throws(TransportError) {
      let isSmall = reader.size <= Self.smallSize
      let answer =
        isSmall
        ? try await sendWhole(&reader, request, options)
        : try await stream(&reader, request, options)
      if (200..<300).contains(answer.head.status) {
        uploaded.note(reader.size)
      } else {
        attempt.revoke()
      }
      return answer
    } catch {
      attempt.revoke()
      throw error
    }
  }

  private func sendWhole(
    _ reader: inout SourceReader, _ request: HTTPRequest, _ options: HTTPOptions
  ) async throws(TransportError) -> HTTPAnswer {
    let body = RequestBody(capacity: Int(reader.size))
    var filled = 0
    while filled < body.count {
      try checkCancellation(key)
      let end = min(filled + reader.pieceSize, body.count)
      filled += try reader.read(
        into: UnsafeMutableRawBufferPointer(rebasing: body.bytes[filled..<end]))
    }
    try reader.finish()
    var request = request
    request.body = body
    return try await answer(to: try start(request, options))
  }

  private func stream(
    _ reader: inout SourceReader, _ request: HTTPRequest, _ options: HTTPOptions
  ) async throws(TransportError) -> HTTPAnswer {
    var request = request
    request.stream = BodyStream(size: reader.size)
    let transfer = try start(request, options)
    do throws(TransportError) {
      try await feed(&reader, to: transfer)
    } catch {
      await transfer.cancel()
      throw error
    }
    return try await answer(to: transfer)
  }

  private func feed(
    _ reader: inout SourceReader, to transfer: CurlTransfer
  ) async throws(TransportError) {
    let piece = PieceBuffer(capacity: reader.pieceSize)
    var position: Int64 = 0
    while position < reader.size {
      try checkCancellation(key)
      let count = try reader.read(into: piece.bytes)
      position += Int64(count)
      if position == reader.size { try reader.finish() }
      guard await transfer.send(UnsafeRawBufferPointer(piece.prefix(count))) else { return }
    }
  }

  private func start(
    _ request: HTTPRequest, _ options: HTTPOptions
  ) throws(TransportError) -> CurlTransfer {
    do { return try CurlLoop.start(request, options) } catch {
      throw TransportError(error, key: key)
    }
  }

  private func answer(to transfer: CurlTransfer) async throws(TransportError) -> HTTPAnswer {
    do { return try await HTTPAnswer(to: transfer) } catch {
      throw TransportError(error, key: key)
    }
  }
}
