import Basics
import SystemPackage

/// A conversation with a program, as the thread sees it that moves its bytes.
protocol ProgramChannel: Sendable {
  /// Ends the thread's wait, when there is something that only it can do.
  var wake: ThreadWaker { get }

  /// What the program is told; nil where it is told nothing.
  var outbox: ProgramOutbox? { get }

  /// Fulfilled by `finish`.
  var over: Promise<Void> { get }

  /// Whether the program ends with its standard streams. One that does not is told to end, and may
  /// close its output earlier.
  var endsWithStreams: Bool { get }

  /// Starts the program. The calling thread lives as long as the program.
  func start() throws(TransportError) -> ChildProcess

  /// What there is to wait for; nil when the conversation is to end.
  func turn() -> ProgramTurn?

  /// Takes what the program wrote.
  func receive(_ bytes: UnsafeRawBufferPointer) throws(PacketError)

  /// How far the conversation came.
  var stage: (wasEstablished: Bool, isClosing: Bool) { get }

  /// What it means that the program ended.
  func explain(_ end: ProgramEnd) -> TransportError

  /// Begins to end the conversation.
  func startClosing()

  /// Answers whoever waits, now and from now on, with `error`.
  func finish(_ error: TransportError)
}

extension ProgramChannel {
  var endsWithStreams: Bool { true }

  /// Ends the conversation, and returns when the program is gone.
  func close() async {
    startClosing()
    await over.value()
  }
}

/// What there is to wait for.
struct ProgramTurn: Sendable {
  /// Whether somebody who waits is in a hurry.
  var isHurried = false
  /// How long the program may be silent while something is waited for; nil for ever.
  var patience: Duration?
  /// Since when something is waited for; nil when nothing is. The thread need not be told when that changes.
  var waitsSince: ContinuousClock.Instant?
}
