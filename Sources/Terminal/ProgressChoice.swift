package import Basics
import Dispatch
import Synchronization

/// The observer that suits `console`: a status line on a terminal, a heartbeat elsewhere, events for a
/// program that reads along, nothing with `-q`.
package func progressObserver(for console: Console) -> any ProgressObserver {
  if console.volume == .quiet { return NoProgress() }
  let start = ContinuousClock.now
  let clock: @Sendable () -> Duration = { ContinuousClock.now - start }
  if console.writesEvents {
    let progress = EventProgress(console: console, now: clock)
    return TickingProgress(progress, every: .seconds(1)) { [weak progress] in progress?.tick() }
  }
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
///
/// Its timer starts with the first event, so that a command without progress has no thread for it.
final class TickingProgress: ProgressObserver {
  private let observer: any ProgressObserver
  private let interval: DispatchTimeInterval
  private let tick: @Sendable () -> Void
  private let timer = Mutex<(any DispatchSourceTimer)?>(nil)

  init(
    _ observer: any ProgressObserver, every interval: DispatchTimeInterval,
    tick: @escaping @Sendable () -> Void
  ) {
    self.observer = observer
    self.interval = interval
    self.tick = tick
  }

  deinit { timer.withLock { $0?.cancel() } }

  func observe(_ event: ProgressEvent) {
    observer.observe(event)
    if case .started = event { startTimer() }
  }

  private func startTimer() {
    timer.withLock { timer in
      guard timer == nil else { return }
      let source = DispatchSource.makeTimerSource()
      source.schedule(deadline: .now() + interval, repeating: interval)
      source.setEventHandler(handler: DispatchWorkItem(block: tick))
      source.activate()
      timer = source
    }
  }
}
