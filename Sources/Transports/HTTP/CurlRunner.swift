import CLibCurl

/// What the thread of the loop keeps: the transfers in flight, and handles for the next ones.
final class CurlRunner {
  private let multi: CurlMulti
  private var running: [ObjectIdentifier: (transfer: CurlTransfer, handle: CurlHandle)] = [:]
  private var idle: [CurlHandle] = []
  private var peak: RecentPeak

  /// - Parameter span: for how long at least connections that were needed at a time stay open.
  init(_ multi: CurlMulti, remembering span: Duration = .seconds(1)) {
    self.multi = multi
    peak = RecentPeak(span: span)
  }

  /// How many transfers are in flight.
  var count: Int { running.count }

  func obey(_ command: CurlLoop.Command) {
    switch command {
    case .start(let transfer): start(transfer)
    case .resume(let transfer): running[ObjectIdentifier(transfer)]?.handle.resume()
    case .cancel(let transfer):
      end(transfer, .failed(HTTPFailure(.cancelled, "cancelled")))
    }
  }

  /// Waits until there is something to do, and lets libcurl do it.
  func turn() {
    peak.note(running.count)
    multi.keepConnections(peak.value)
    multi.turn()
    while let (transfer, code) = multi.nextEnded() {
      let failure = running[ObjectIdentifier(transfer)]?.handle.failure(code)
      end(transfer, failure.map { .failed($0) } ?? .complete)
    }
  }

  private func start(_ transfer: CurlTransfer) {
    guard let handle = idle.popLast() ?? CurlHandle() else {
      transfer.finish(.failed(HTTPFailure(.other, "libcurl has no memory for a request")))
      return
    }
    handle.prepare(transfer)
    running[ObjectIdentifier(transfer)] = (transfer, handle)
    multi.add(handle)
  }

  private func end(_ transfer: CurlTransfer, _ outcome: CurlTransfer.Outcome) {
    guard let (_, handle) = running.removeValue(forKey: ObjectIdentifier(transfer)) else { return }
    multi.remove(handle)
    handle.clear()
    idle.append(handle)
    transfer.finish(outcome)
  }
}
