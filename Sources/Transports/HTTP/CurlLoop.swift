import Glibc
import Synchronization
import SystemPackage

/// The one thread on which all requests of the process are made, and whose connections they share.
final class CurlLoop: Sendable {
  enum Command: Sendable {
    case start(CurlTransfer)
    case resume(CurlTransfer)
    case cancel(CurlTransfer)
  }

  static let shared = Result { () throws(HTTPFailure) in try CurlLoop() }

  /// The bytes of answers that wait for their readers, of all transfers together, more or less.
  private static let memory = 32 << 20

  private let commands = Mutex<[Command]>([])
  private let running = Atomic<Int>(1)
  private let multi: CurlMulti

  /// Begins with `request`.
  ///
  /// - Throws: when libcurl cannot be opened, or there is nothing to run it with.
  static func start(
    _ request: HTTPRequest, _ options: HTTPOptions
  ) throws(HTTPFailure) -> CurlTransfer {
    try CurlLibrary.open()
    let loop = try shared.get()
    let transfer = CurlTransfer(request, options, on: loop)
    loop.post(.start(transfer))
    return transfer
  }

  func resume(_ transfer: CurlTransfer) { post(.resume(transfer)) }

  func cancel(_ transfer: CurlTransfer) { post(.cancel(transfer)) }

  /// The bytes that one of the transfers may keep for its reader.
  var share: Int { Self.memory / running.load(ordering: .relaxed) }

  private init() throws(HTTPFailure) {
    multi = try CurlMulti()
    let box = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let failure = pthread_create(&thread, nil, runLoop, box.toOpaque())
    guard failure == 0 else {
      box.release()
      throw HTTPFailure(Errno(rawValue: failure))
    }
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
      running.store(max(1, runner.count), ordering: .relaxed)
      runner.turn()
    }
  }
}

private func runLoop(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<CurlLoop>.fromOpaque(context).takeUnretainedValue().run()
}
