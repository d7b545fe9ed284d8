package import Basics
import Synchronization

/// Keeps one line at the bottom of a terminal, drawn at most ten times a second.
package final class StatusLineProgress: ProgressObserver {
  private struct State {
    var tally: ProgressTally?
    var nextDrawing: Duration = .zero
  }

  private static let interval = Duration.milliseconds(100)
  /// A phase that is over sooner shows nothing.
  private static let patience = Duration.milliseconds(300)

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
        $0.nextDrawing = time + Self.patience
      }
    case .advanced(let files, let bytes):
      state.withLock { $0.tally?.advance(files: files, bytes: bytes, at: time) }
      tick()
    case .finished:
      state.withLock { $0.tally = nil }
      console.showStatus(nil)
    }
  }

  /// Draws the line if it is time to.
  package func tick() {
    let time = now()
    let width = console.statusWidth
    let line = state.withLock { state -> String? in
      guard let tally = state.tally, time >= state.nextDrawing else { return nil }
      state.nextDrawing = time + Self.interval
      return tally.line(at: time, width: width)
    }
    if let line { console.showStatus(line) }
  }
}
