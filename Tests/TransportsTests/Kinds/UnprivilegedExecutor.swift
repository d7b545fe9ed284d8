import Dispatch
import Glibc

/// Runs jobs without root's right to ignore permissions, which tests that run as root would keep.
///
/// The kernel keeps the user whose permissions count per thread; another user's cannot be taken but by
/// root, and need not.
final class UnprivilegedExecutor: TaskExecutor {
  private static let nobody: UInt32 = 65534
  private let queue = DispatchQueue(label: "unprivileged")

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    let executor = asUnownedTaskExecutor()
    queue.async {
      let own = setFileUser(Self.nobody)
      unowned.runSynchronously(on: executor)
      _ = setFileUser(own)
    }
  }
}

/// `setfsuid(2)`, whose header no module of Swift has. Returns the user before.
private let setFileUser: @convention(c) (UInt32) -> UInt32 = {
  guard let symbol = dlsym(nil, "setfsuid") else { fatalError("no setfsuid") }
  return unsafeBitCast(symbol, to: (@convention(c) (UInt32) -> UInt32).self)
}()
