/// Hands the object in an answer to the receiver of a download.
struct ObjectBody {
  private let key: ObjectKey
  private let sink: ByteSink

  init(_ key: ObjectKey, _ sink: @escaping ByteSink) {
    (self.key, self.sink) = (key, sink)
  }

  /// - Parameter wanted: the range that was asked for; a server that knows none sends all.
  /// - Returns: what the whole object is.
  func pass(
    _ answer: HTTPAnswer, wanted: Range<Int64>?
  ) async throws(TransportError) -> RemoteObject {
    var answer = answer
    let extent = ContentExtent(answer.head, wanted: wanted)
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
    of answer: inout HTTPAnswer, from start: Int64, _ wanted: Range<Int64>?
  ) async throws(TransportError) -> Int64 {
    var position = start
    do {
      repeat {
        try checkCancellation(key)
        try pass(answer.piece, at: position, wanted)
        position += Int64(answer.piece.count)
      } while try await answer.next()
    } catch let failure as HTTPFailure {
      throw TransportError(failure, key: key)
    } catch let error as TransportError {
      throw error
    } catch {
      throw TransportError(.sink, key: key, detail: "\(error)", cause: error)
    }
    return position
  }

  /// Hands on the part of a piece that is wanted.
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
