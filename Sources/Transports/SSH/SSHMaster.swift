import Basics
import FileAccess
import Glibc
import Synchronization
import SystemPackage

/// An `ssh` that logs in and does nothing else: sessions share its connection, through a socket.
final class SSHMaster: ProgramChannel {
  private struct State {
    var isReady = false
    var isClosing = false
    var isHurried = false
    var end: TransportError?
  }

  let wake: ThreadWaker
  let socket: FilePath
  private let launch: @Sendable () throws(TransportError) -> ChildProcess
  private let diagnose: @Sendable (ProgramEnd) -> TransportError
  private let state = Mutex(State())
  let over = Promise<Void>()

  /// Starts logging in.
  ///
  /// - Parameters:
  ///   - socket: where the socket will be.
  ///   - launch: starts `ssh`.
  ///   - diagnose: says what its end means.
  init(
    socket: FilePath, launch: @escaping @Sendable () throws(TransportError) -> ChildProcess,
    diagnose: @escaping @Sendable (ProgramEnd) -> TransportError
  ) throws(TransportError) {
    self.socket = socket
    self.launch = launch
    self.diagnose = diagnose
    do throws(Errno) {
      wake = try ThreadWaker()
      try onThreadOfItsOwn { [self] in ProgramConversation(self).run() }
    } catch {
      throw TransportError(.failed, detail: "no more descriptors or threads: \(error)")
    }
  }

  /// Whether sessions can be opened.
  ///
  /// When the connection is lost `ssh` takes its socket away first, then its sessions end, and it does.
  var isOpen: Bool {
    state.withLock { $0.isReady && $0.end == nil && !$0.isClosing }
      && access(socket.string, F_OK) == 0
  }

  /// Whether they could be once.
  var wasReady: Bool { state.withLock { $0.isReady } }

  /// Blocks until we are logged in, which may take as long as the user takes to answer.
  func waitUntilReady() throws(TransportError) {
    while access(socket.string, F_OK) != 0 {
      if let end = state.withLock({ $0.end }) { throw end }
      poll(nil, 0, 3)
    }
    state.withLock { $0.isReady = true }
    wake.signal()
  }

  /// Makes sure that nobody waits for more than a moment for the login.
  func hurry() {
    state.withLock { $0.isHurried = true }
    wake.signal()
  }

  func startClosing() {
    state.withLock { $0.isClosing = true }
    wake.signal()
  }
}

// What the thread asks for.
extension SSHMaster {
  /// `ssh -N` closes its output when it is logged in.
  var endsWithStreams: Bool { false }

  func start() throws(TransportError) -> ChildProcess { try launch() }

  var outbox: ProgramOutbox? { nil }

  func turn() -> ProgramTurn? {
    state.withLock { state in
      state.isClosing
        ? nil : ProgramTurn(isHurried: state.isHurried && !state.isReady)
    }
  }

  func receive(_ bytes: UnsafeRawBufferPointer) {}

  var stage: (wasEstablished: Bool, isClosing: Bool) {
    state.withLock { ($0.isReady, $0.isClosing) }
  }

  func explain(_ end: ProgramEnd) -> TransportError { diagnose(end) }

  func finish(_ error: TransportError) {
    state.withLock { $0.end = error }
    over.fulfil(())
  }
}
