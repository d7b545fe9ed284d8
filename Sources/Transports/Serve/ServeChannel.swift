import Basics
import Synchronization
import SystemPackage

/// A conversation with one `cairn serve`: any number of calls at a time.
final class ServeChannel: ProgramChannel {
  private struct State {
    var calls: [UInt32: ServeMailbox] = [:]
    var lastNumber: UInt32 = 0
    /// Since when the greeting is waited for, or there was always a call on its way.
    var waitsSince = ContinuousClock.now
    var greeting = Greeting.awaited
    var isClosing = false
    var isHurried = false
    /// Why nothing goes any more.
    var end: TransportError?

    /// Takes a call out. Who asks next is in no hurry.
    mutating func remove(_ number: UInt32) {
      calls[number] = nil
      if calls.isEmpty, greeting != .awaited { isHurried = false }
    }
  }

  private struct Arrivals {
    var frames = PacketFrames()
    /// What came before the greeting was found.
    var noise: [UInt8] = []
  }

  private enum Greeting {
    case awaited
    case given
    /// What runs there is something else.
    case missing
  }

  /// How long a program may take to greet, once we are logged in.
  private static let greetingPatience = Duration.seconds(15)

  let wake: ThreadWaker
  private let messages: ProgramOutbox
  private let arrivals = Mutex(Arrivals())
  let over = Promise<Void>()
  private let connector: any ServeConnector
  private let state = Mutex(State())
  /// Whether `cairn serve` is there, or why nobody knows.
  private let verdict = Promise<Result<Bool, TransportError>>()

  /// Starts the program and greets it, in the background.
  init(_ connector: any ServeConnector) throws(TransportError) {
    self.connector = connector
    do throws(Errno) {
      wake = try ThreadWaker()
    } catch {
      throw TransportError(.failed, detail: "no more descriptors: \(error)", cause: error)
    }
    messages = ProgramOutbox(wake)
    var hello = Packet(kind: .greeting)
    hello.seal(number: 3)
    messages.send([hello])
    do throws(Errno) {
      try onThreadOfItsOwn { [self] in ProgramConversation(self).run() }
    } catch {
      throw TransportError(.failed, detail: "no more threads: \(error)", cause: error)
    }
  }

  var isOpen: Bool { state.withLock { $0.end == nil && !$0.isClosing } }

  /// Calls that are on their way.
  var load: Int { state.withLock { $0.calls.count } }

  /// Whether `cairn serve` is there.
  func isServing() async throws(TransportError) -> Bool { try await verdict.value().get() }

  /// Begins a call with its first messages.
  func begin(_ packets: consuming [Packet]) throws(TransportError) -> ServeExchange {
    let mailbox = ServeMailbox()
    let number = try state.withLock { (state) throws(TransportError) -> UInt32 in
      if let end = state.end { throw end }
      state.lastNumber = state.lastNumber == .max ? 1 : state.lastNumber + 1
      if state.calls.isEmpty { state.waitsSince = .now }
      state.calls[state.lastNumber] = mailbox
      return state.lastNumber
    }
    send(packets, number: number)
    return ServeExchange(channel: self, number: number, mailbox: mailbox)
  }

  /// Sends further messages of a call.
  func send(_ packets: consuming [Packet], number: UInt32) {
    for index in packets.indices { packets[index].seal(number: number) }
    messages.send(packets)
  }

  /// What still comes for a call is for nobody.
  func forget(_ number: UInt32) {
    state.withLock { $0.remove(number) }
  }

  /// Makes sure that nobody waits for more than a moment for a server that says nothing.
  func hurry() {
    state.withLock { $0.isHurried = true }
    connector.hurry()
    wake.signal()
  }

  func startClosing() {
    state.withLock { $0.isClosing = true }
    hurry()
  }
}

// What the thread asks for.
extension ServeChannel {
  var outbox: ProgramOutbox? { messages }

  func start() throws(TransportError) -> ChildProcess { try connector.startServe() }

  func turn() -> ProgramTurn? {
    state.withLock { state in
      if state.isClosing && state.calls.isEmpty { return nil }
      let isAwaited = state.greeting == .awaited
      if state.calls.isEmpty && !isAwaited { state.isHurried = false }
      return ProgramTurn(
        isHurried: state.isHurried,
        patience: isAwaited
          ? min(connector.idleTimeout, Self.greetingPatience) : connector.idleTimeout,
        waitsSince: state.calls.isEmpty && !isAwaited ? nil : state.waitsSince)
    }
  }

  func receive(_ bytes: UnsafeRawBufferPointer) throws(PacketError) {
    var isGreeting = false
    let messages = try arrivals.withLock { (arrivals) throws(PacketError) in
      isGreeting = try take(bytes, &arrivals)
      var messages: [ServeMessage] = []
      while let packet = try arrivals.frames.next() { messages.append(try ServeMessage(packet)) }
      return messages
    }
    if isGreeting { verdict.fulfil(.success(true)) }
    let mailboxes = state.withLock { state in
      messages.map { message in
        defer { if message.endsCall { state.remove(message.number) } }
        return state.calls[message.number]
      }
    }
    for (mailbox, message) in zip(mailboxes, messages) { mailbox?.put(message) }
  }

  /// Takes bytes as what they are; true when they end the greeting.
  private func take(
    _ bytes: UnsafeRawBufferPointer, _ arrivals: inout Arrivals
  ) throws(PacketError) -> Bool {
    switch state.withLock({ $0.greeting }) {
    case .given: arrivals.frames.append(bytes)
    case .missing: break
    case .awaited:
      arrivals.noise += bytes
      switch ServeGreeting.find(in: arrivals.noise) {
      case .nothing: break
      case .somethingElse:
        state.withLock { $0.greeting = .missing }
        throw PacketError("the server does not speak the protocol of 'cairn serve'")
      case .greeting(_, let rest):
        state.withLock { $0.greeting = .given }
        arrivals.noise = []
        rest.withUnsafeBytes { arrivals.frames.append($0) }
        return true
      }
    }
    return false
  }

  var stage: (wasEstablished: Bool, isClosing: Bool) {
    state.withLock { ($0.greeting == .given, $0.isClosing) }
  }

  func explain(_ end: ProgramEnd) -> TransportError {
    if !end.wasEstablished, connector.saysThatNobodyServes(end) {
      state.withLock { if !$0.isHurried { $0.greeting = .missing } }
    }
    return connector.explain(end)
  }

  func finish(_ error: TransportError) {
    let (calls, greeting) = state.withLock { state in
      defer { state.calls = [:] }
      state.end = error
      return (state.calls, state.greeting)
    }
    verdict.fulfil(greeting == .missing ? .success(false) : .failure(error))
    for mailbox in calls.values { mailbox.fail(error) }
    over.fulfil(())
  }
}
