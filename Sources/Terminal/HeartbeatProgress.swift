package import Basics
import Synchronization

/// Writes a line on standard error every ten seconds, for logs and for people who wait.
package final class HeartbeatProgress: ProgressObserver {
  private struct State {
    var tally: ProgressTally?
    var nextLine: Duration?
  }

  private static let interval = Duration.seconds(10)

  private let console: Console
  private let now: @Sendable () -> Duration
  private let state = Mutex(State())

  /// - Parameter now: a clock that never goes back.
  package init(console: Console, now: @escaping @Sendable () -> Duration) {
    self.console = console
    self.now = now
  }

  package func observe(_ event: ProgressEvent) {
    let time = now()
    switch event {
    case .started(let phase, let files, let bytes):
      state.withLock {
        $0.tally = ProgressTally(phase, files: files, bytes: bytes, at: time)
        $0.nextLine = $0.nextLine ?? time + Self.interval
      }
    case .advanced(let files, let bytes):
      state.withLock { $0.tally?.advance(files: files, bytes: bytes, at: time) }
      tick()
    case .finished:
      state.withLock { $0.tally = nil }
    }
  }

  /// Writes a line if it is time to.
  package func tick() {
    let time = now()
    let line = state.withLock { state -> String? in
      guard let tally = state.tally, let due = state.nextLine, time >= due else { return nil }
      state.nextLine = time + Self.interval
      return tally.sentence(at: time)
    }
    if let line { console.note(line) }
  }
}
