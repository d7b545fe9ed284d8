import Basics
import Synchronization
import SystemPackage

/// A conversation with one SFTP server: any number of requests on their way at a time.
///
/// A thread of the channel's own reads the answers, and waits for the end.
final class SFTPChannel: ProgramChannel {
  struct State {
    var pending: [UInt32: SFTPPending] = [:]
    /// Since when there was always something pending.
    var waitsSince = ContinuousClock.now
    /// The requests that may take long: those that wait for a disk.
    var slow: Set<UInt32> = []
    var lastNumber: UInt32 = 0
    var isEstablished = false
    /// No further requests; the end comes when all are answered.
    var isClosing = false
    /// Whoever waits is not to wait for much longer, unless answers come.
    var isHurried = false
    /// Why nothing goes any more.
    var end: TransportError?
  }

  let state = Mutex(State())
  let wake: ThreadWaker
  private let requests: ProgramOutbox
  private let answers = Mutex(PacketFrames())
  let over = Promise<Void>()
  private let connector: any SFTPConnector
  private let isFirst: Bool
  /// Answered with the version.
  let greeting = SFTPPending()

  /// Starts the program and greets it, in the background: what goes wrong shows in the answers.
  ///
  /// - Parameter isFirst: see `SFTPConnector`.
  init(_ connector: any SFTPConnector, isFirst: Bool) throws(TransportError) {
    self.connector = connector
    self.isFirst = isFirst
    do throws(Errno) {
      wake = try ThreadWaker()
    } catch {
      throw TransportError(.failed, detail: "no more descriptors: \(error)", cause: error)
    }
    requests = ProgramOutbox(wake)
    var hello = Packet(.initialize)
    hello.seal(number: 3)
    requests.send([hello])
    state.withLock { [greeting] in $0.pending[0] = greeting }
    do throws(Errno) {
      try onThreadOfItsOwn { [self] in ProgramConversation(self).run() }
    } catch {
      throw TransportError(.failed, detail: "no more threads: \(error)", cause: error)
    }
  }

  var isOpen: Bool { state.withLock { $0.end == nil && !$0.isClosing } }

  /// Sends requests together, as soon as the program takes them; returns what will be answered to each.
  func send(_ requests: consuming [SFTPRequest]) -> [SFTPPending] {
    var packets = requests.map(\.packet)
    let pending = requests.map { _ in SFTPPending() }
    let end = state.withLock { state -> TransportError? in
      if let end = state.end { return end }
      if state.pending.isEmpty { state.waitsSince = .now }
      for index in packets.indices {
        state.lastNumber = state.lastNumber == .max ? 1 : state.lastNumber + 1
        packets[index].seal(number: state.lastNumber)
        state.pending[state.lastNumber] = pending[index]
        if requests[index].isSlow { state.slow.insert(state.lastNumber) }
      }
      return nil
    }
    if let end {
      for request in pending { request.complete(.failure(.broken(end))) }
    } else {
      self.requests.send(packets)
    }
    return pending
  }

  func send(_ request: consuming SFTPRequest) -> SFTPPending { send([request])[0] }

  /// Makes sure that nobody waits for more than a moment for a server that says nothing.
  func hurry() {
    state.withLock { $0.isHurried = true }
    wake.signal()
  }

  func startClosing() {
    state.withLock { $0.isClosing = true }
    hurry()
  }

  func finish(_ error: TransportError) {
    let pending = state.withLock { state in
      defer {
        state.pending = [:]
        state.slow = []
      }
      state.end = error
      return state.pending
    }
    for request in pending.values { request.complete(.failure(.broken(error))) }
    over.fulfil(())
  }
}

// What the thread asks for.
extension SFTPChannel {
  var outbox: ProgramOutbox? { requests }

  func start() throws(TransportError) -> ChildProcess {
    try connector.start(isFirst: isFirst)
  }

  func turn() -> ProgramTurn? {
    state.withLock { state in
      if state.isClosing && state.pending.isEmpty { return nil }
      if state.pending.isEmpty { state.isHurried = false }
      let isPatient = !state.isEstablished && connector.mayAskUser
      return ProgramTurn(
        isHurried: state.isHurried,
        patience: isPatient ? nil : connector.idleTimeout * (state.slow.isEmpty ? 1 : 10),
        waitsSince: state.pending.isEmpty ? nil : state.waitsSince)
    }
  }

  func receive(_ bytes: UnsafeRawBufferPointer) throws(PacketError) {
    let replies = try answers.withLock { (answers) throws(PacketError) in
      answers.append(bytes)
      var replies: [(number: UInt32, reply: SFTPReply)] = []
      while let packet = try answers.next() { replies.append(try SFTPReply.parse(packet)) }
      return replies
    }
    let answered = state.withLock { state in
      state.isEstablished = state.isEstablished || !replies.isEmpty
      let answered = replies.map { number, _ in
        state.slow.remove(number)
        return state.pending.removeValue(forKey: number)
      }
      // Who asks next is in no hurry.
      if state.pending.isEmpty { state.isHurried = false }
      return answered
    }
    for (request, (_, reply)) in zip(answered, replies) { request?.complete(.success(reply)) }
    if answered.contains(where: { $0 == nil }) {
      throw PacketError("the server answered what nobody asked")
    }
  }

  var stage: (wasEstablished: Bool, isClosing: Bool) {
    state.withLock { ($0.isEstablished, $0.isClosing) }
  }

  func explain(_ end: ProgramEnd) -> TransportError { connector.explain(end) }
}
