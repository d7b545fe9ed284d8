import Glibc
import Synchronization

/// The one thread on which all requests of the process are made, and whose connections they share.
final class CurlLoop: Sendable {
  enum Command: Sendable {
    case start(CurlTransfer)
    case resume(CurlTransfer)
    case cancel(CurlTransfer)
  }

  private static let shared = CurlLoop()

  private let commands = Mutex<[Command]>([])
  private let multi = CurlMulti()

  /// Begins with `request`.
  ///
  /// - Throws: when libcurl cannot be opened.
  static func start(
    _ request: HTTPRequest, _ options: HTTPOptions
  ) throws(HTTPFailure) -> CurlTransfer {
    try CurlLibrary.open()
    let transfer = CurlTransfer(request, options, on: shared)
    shared.post(.start(transfer))
    return transfer
  }

  func resume(_ transfer: CurlTransfer) { post(.resume(transfer)) }

  func cancel(_ transfer: CurlTransfer) { post(.cancel(transfer)) }

  private init() {
    let box = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let failure = pthread_create(&thread, nil, runLoop, box.toOpaque())
    guard failure == 0 else { fatalError("no thread for the network: error \(failure)") }
    pthread_detach(thread)
  }

  private func post(_ command: Command) {
    let wasIdle = commands.withLock { commands in
      commands.append(command)
      return commands.count == 1
    }
    if wasIdle { multi.wake() }
  }

  fileprivate func run() -> Never {
    let runner = CurlRunner(multi)
    while true {
      let batch = commands.withLock { commands in
        defer { commands = [] }
        return commands
      }
      for command in batch { runner.obey(command) }
      runner.turn()
    }
  }
}

private func runLoop(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<CurlLoop>.fromOpaque(context).takeUnretainedValue().run()
}
