package import Basics
import Dispatch

/// The observer that suits `console`: a status line on a terminal, a heartbeat elsewhere, nothing with `-q`.
package func progressObserver(for console: Console) -> any ProgressObserver {
  if console.volume == .quiet { return NoProgress() }
  let start = ContinuousClock.now
  let clock: @Sendable () -> Duration = { ContinuousClock.now - start }
  if console.showsStatus {
    let progress = StatusLineProgress(console: console, now: clock)
    return TickingProgress(progress, every: .milliseconds(500)) { [weak progress] in
      progress?.tick()
    }
  }
  let progress = HeartbeatProgress(console: console, now: clock)
  return TickingProgress(progress, every: .seconds(1)) { [weak progress] in progress?.tick() }
}

/// Passes events on, and lets time pass for an observer while no events come.
final class TickingProgress: ProgressObserver {
  private let observer: any ProgressObserver
  /// Dispatch's sources may be used from any thread; this one is only ever cancelled.
  nonisolated(unsafe) private let timer: any DispatchSourceTimer

  init(
    _ observer: any ProgressObserver, every interval: DispatchTimeInterval,
    tick: @escaping @Sendable () -> Void
  ) {
    self.observer = observer
    timer = DispatchSource.makeTimerSource()
    timer.schedule(deadline: .now() + interval, repeating: interval)
    timer.setEventHandler(handler: DispatchWorkItem(block: tick))
    timer.activate()
  }

  deinit { timer.cancel() }

  func observe(_ event: ProgressEvent) { observer.observe(event) }
}
