/// An answer whose head is here and whose body may still be on its way.
struct S3Answer {
  let head: HTTPHead
  /// What arrived last.
  private(set) var piece: [UInt8] = []
  private let transfer: CurlTransfer
  private var isAtEnd: Bool

  /// Waits for the first piece.
  init(to transfer: CurlTransfer) async throws(HTTPFailure) {
    self.transfer = transfer
    isAtEnd = try await !transfer.next(into: &piece)
    head = transfer.head
    guard head.isWhole else {
      await transfer.cancel()
      throw HTTPFailure(.interrupted, "the answer ended in its head")
    }
  }

  /// Replaces `piece` by the next one; false at the end.
  mutating func next() async throws(HTTPFailure) -> Bool {
    if isAtEnd { return false }
    isAtEnd = try await !transfer.next(into: &piece)
    return !isAtEnd
  }

  /// Lets go of what has not arrived.
  func cancel() async {
    await transfer.cancel()
  }

  /// All that was not taken yet.
  mutating func rest(upTo most: Int, _ operation: String) async throws(S3Failure) -> [UInt8] {
    var bytes = piece
    do throws(HTTPFailure) {
      while try await next() {
        bytes += piece
        if bytes.count > most { break }
      }
    } catch {
      throw .http(error)
    }
    guard bytes.count <= most else {
      await cancel()
      throw .http(HTTPFailure(.tooLarge, "the answer to \(operation) does not end"))
    }
    return bytes
  }
}
