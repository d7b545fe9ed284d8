import Basics
import Synchronization

/// Tells where phases begin and end, and how far one is every ten seconds, for programs that read along.
final class EventProgress: ProgressObserver {
  private struct Phase {
    var tally: ProgressTally
    var began: Duration
    var nextEvent: Duration
  }

  private static let interval = Duration.seconds(10)

  private let console: Console
  private let now: @Sendable () -> Duration
  private let phase = Mutex<Phase?>(nil)

  /// - Parameter now: a clock that never goes back.
  init(console: Console, now: @escaping @Sendable () -> Duration) {
    self.console = console
    self.now = now
  }

  func observe(_ event: ProgressEvent) {
    let time = now()
    switch event {
    case .started(let name, let files, let bytes):
      finish()
      let tally = ProgressTally(name, files: files, bytes: bytes, at: time)
      phase.withLock { $0 = Phase(tally: tally, began: time, nextEvent: time + Self.interval) }
      console.say(.started(name, files: files, bytes: bytes))
    case .advanced(let files, let bytes):
      phase.withLock { $0?.tally.advance(files: files, bytes: bytes, at: time) }
      tick()
    case .finished: finish()
    }
  }

  /// Tells how far the phase is, if it is time to.
  func tick() {
    let time = now()
    let due = phase.withLock { phase -> Phase? in
      guard let current = phase, time >= current.nextEvent else { return nil }
      phase?.nextEvent = time + Self.interval
      return current
    }
    if let due { console.say(.progress(figures(due, at: time))) }
  }

  private func finish() {
    let ended = phase.withLock { $0.take() }
    if let ended { console.say(.finished(figures(ended, at: now()))) }
  }

  private func figures(_ phase: Phase, at time: Duration) -> PhaseFigures {
    let tally = phase.tally
    return PhaseFigures(
      phase: tally.phase, files: tally.files, bytes: tally.bytes, totalFiles: tally.totalFiles,
      totalBytes: tally.totalBytes, seconds: (time - phase.began) / .seconds(1))
  }
}
