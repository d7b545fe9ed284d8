import FileAccess
import Synchronization

/// Lets bytes of objects pass at a certain rate, over all transfers that share it.
package final class Bandwidth: Sendable {
  /// What was not used for this long is lost, so that a pause is followed by no flood.
  private static let memory = Duration.milliseconds(100)
  /// Whoever waits looks up as often, to see whether it should stop.
  private static let nap = Duration.milliseconds(100)

  package let bytesPerSecond: Int
  /// When the bytes so far have passed, since the start.
  private let end = Mutex(Duration.zero)
  private let start = ContinuousClock.now

  package init(bytesPerSecond: Int) {
    self.bytesPerSecond = max(1, bytesPerSecond)
  }

  /// Waits until `count` bytes more may pass. Blocks its thread.
  ///
  /// - Throws: when the user asked to stop, or the task was cancelled.
  func pass(_ count: Int) throws {
    var wait = reserve(count, at: ContinuousClock.now - start)
    while wait > .zero {
      try Task.checkCancellation()
      let part = min(wait, Self.nap)
      try pause(part)
      wait -= part
    }
  }

  /// Takes the place of `count` bytes; returns how long to wait for it.
  func reserve(_ count: Int, at now: Duration) -> Duration {
    let time = Duration.seconds(Double(count) / Double(bytesPerSecond))
    return end.withLock { end in
      let begin = max(end, now - Self.memory)
      end = begin + time
      return begin - now
    }
  }
}
