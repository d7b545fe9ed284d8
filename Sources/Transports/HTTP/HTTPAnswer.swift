/// An answer whose head is here and whose body may still be on its way.
struct HTTPAnswer {
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
  ///
  /// - Parameter operation: what was asked, for the message about an answer that does not end.
  mutating func rest(
    upTo most: Int, of operation: String? = nil
  ) async throws(HTTPFailure) -> [UInt8] {
    var bytes = piece
    while bytes.count <= most, try await next() { bytes += piece }
    guard bytes.count <= most else {
      await cancel()
      let answer = operation.map { "the answer to \($0)" } ?? "the answer"
      throw HTTPFailure(.tooLarge, "\(answer) does not end")
    }
    return bytes
  }
}
