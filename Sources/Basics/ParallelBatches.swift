import Dispatch
import Synchronization

/// Runs `body` over `0..<count` in contiguous batches on `width` threads, and returns when all are done.
///
/// Batches are handed out in order, so a thread that is ahead takes more of them. The first error stops
/// the handing out, and is thrown once the running batches have ended.
///
/// - Parameter body: is called at the same time from several threads.
package func inParallelBatches<Failure: Error>(
  of count: Int, batch: Int = 256, width: Int,
  _ body: @Sendable (Range<Int>) throws(Failure) -> Void
) throws(Failure) {
  guard count > 0 else { return }
  let next = Mutex(0)
  let failure = Mutex<Failure?>(nil)
  let threads = max(1, min(width, (count + batch - 1) / batch))
  @Sendable func work(_: Int) {
    while true {
      let range = next.withLock { next in
        let range = min(next, count)..<min(next + batch, count)
        next = range.upperBound
        return range
      }
      if range.isEmpty { return }
      do throws(Failure) {
        try body(range)
      } catch {
        failure.withLock { $0 = $0 ?? error }
        next.withLock { $0 = count }
        return
      }
    }
  }
  if threads == 1 {
    work(0)
  } else {
    DispatchQueue.concurrentPerform(iterations: threads, execute: work)
  }
  if let error = failure.withLock({ $0 }) { throw error }
}
