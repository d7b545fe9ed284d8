import CLibCurl

/// What the thread of the loop keeps: the transfers in flight, and handles for the next ones.
final class CurlRunner {
  private let multi: CurlMulti
  private var running: [ObjectIdentifier: (transfer: CurlTransfer, handle: CurlHandle)] = [:]
  private var idle: [CurlHandle] = []

  init(_ multi: CurlMulti) {
    self.multi = multi
  }

  func obey(_ command: CurlLoop.Command) {
    switch command {
    case .start(let transfer): start(transfer)
    case .resume(let transfer): running[ObjectIdentifier(transfer)]?.handle.resume()
    case .cancel(let transfer):
      end(transfer, .failed(HTTPFailure(.cancelled, "cancelled")))
    }
  }

  /// Lets libcurl work once, and waits until there is more.
  func turn() {
    multi.perform()
    while let (transfer, code) = multi.nextEnded() {
      let failure = running[ObjectIdentifier(transfer)]?.handle.failure(code)
      end(transfer, failure.map { .failed($0) } ?? .complete)
    }
    multi.wait()
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
