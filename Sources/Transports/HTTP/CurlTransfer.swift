import CLibCurl
import Synchronization

/// One request on its way, between the thread of the loop and the task that reads the answer.
///
/// What arrives is kept until it is taken; when that is too much, the server has to wait.
final class CurlTransfer: Sendable {
  /// The reader is woken when so many bytes are there, or at the end.
  private static let enough = 128 << 10
  /// More is not kept. With one call's worth of libcurl on top a piece is still below 1 MiB.
  private static let most = 512 << 10

  enum Outcome {
    case complete
    case failed(HTTPFailure)
  }

  private struct State {
    var head = HTTPHead()
    var arrived: [UInt8] = []
    var isPaused = false
    var outcome: Outcome?
    var reader: CheckedContinuation<Void, Never>?

    var isReady: Bool { outcome != nil || arrived.count >= CurlTransfer.enough }
  }

  let request: HTTPRequest
  let options: HTTPOptions
  private let loop: CurlLoop
  private let state = Mutex(State())

  init(_ request: HTTPRequest, _ options: HTTPOptions, on loop: CurlLoop) {
    self.request = request
    self.options = options
    self.loop = loop
  }

  // What the task calls.

  /// The status and the headers, once `next` has returned for the first time.
  var head: HTTPHead { state.withLock { $0.head } }

  /// Fills `piece` with what arrived since; false at the end.
  func next(into piece: inout [UInt8]) async throws(HTTPFailure) -> Bool {
    piece.removeAll(keepingCapacity: true)
    await ready()
    let (wasPaused, outcome) = state.withLock { state in
      swap(&state.arrived, &piece)
      defer { state.isPaused = false }
      return (state.isPaused, state.outcome)
    }
    if wasPaused { loop.resume(self) }
    if !piece.isEmpty { return true }
    if case .failed(let failure)? = outcome { throw failure }
    return false
  }

  /// Ends the transfer, and returns when the loop has let go of it.
  func cancel() async {
    loop.cancel(self)
    while state.withLock({ $0.outcome == nil }) { await ready(isFinal: true) }
  }

  /// Adds to the body that is being sent, and waits while that is far behind.
  ///
  /// - Returns: false when no more is wanted, because the answer has come or never will.
  func send(_ bytes: UnsafeRawBufferPointer) async -> Bool {
    guard let stream = request.stream else { return false }
    if stream.append(bytes) { loop.resume(self) }
    return await withTaskCancellationHandler {
      await stream.room()
    } onCancel: {
      loop.cancel(self)
    }
  }

  private func ready(isFinal: Bool = false) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isReady = state.withLock { state in
          if state.outcome != nil || !isFinal && state.isReady { return true }
          state.reader = continuation
          return false
        }
        if isReady { continuation.resume() }
      }
    } onCancel: {
      loop.cancel(self)
    }
  }

  // What the thread of the loop calls.

  func receiveHeader(_ line: UnsafeRawBufferPointer) {
    state.withLock { $0.head.take(line) }
  }

  /// - Returns: how many bytes were taken, or libcurl's word for none now.
  func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
    let (taken, reader) = state.withLock { state in
      guard state.arrived.count < min(Self.most, max(loop.share, Self.enough)) else {
        state.isPaused = true
        return (Int(CURL_WRITEFUNC_PAUSE), CheckedContinuation<Void, Never>?.none)
      }
      state.arrived.append(contentsOf: bytes)
      return (bytes.count, state.isReady ? state.reader.take() : nil)
    }
    // A server that says so much has made up its mind.
    if taken != bytes.count { request.stream?.end() }
    reader?.resume()
    return taken
  }

  func finish(_ outcome: Outcome) {
    let reader = state.withLock { state in
      state.outcome = outcome
      return state.reader.take()
    }
    request.stream?.end()
    reader?.resume()
  }
}
