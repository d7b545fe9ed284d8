import Dispatch

/// Threads for calls that block: files, libgit2, pipes. Swift's cooperative pool must never block.
///
/// Use as a task executor: `withTaskExecutorPreference(BlockingPool.shared) { … }`.
package final class BlockingPool: TaskExecutor {
  /// Up to eight threads: enough to keep a disk busy, few enough for any limit of descriptors. There are
  /// as many as processors at first, and one more each second that they are blocked.
  package static let shared = BlockingPool(width: 8)

  private let queue: DispatchQueue
  private let slots: DispatchSemaphore

  package init(width: Int) {
    queue = DispatchQueue(label: "cairn.blocking", attributes: .concurrent)
    slots = DispatchSemaphore(value: width)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    let executor = asUnownedTaskExecutor()
    queue.async { [slots] in
      slots.wait()
      unowned.runSynchronously(on: executor)
      slots.signal()
    }
  }
}
