import Dispatch
import Glibc
import Synchronization

/// Lets this process have no more than `count` open descriptors; for exit tests.
package func limitDescriptors(to count: Int) {
  var limit = rlimit(rlim_cur: rlim_t(count), rlim_max: rlim_t(count))
  precondition(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
}

/// Lets no file of this process grow beyond `bytes`; writes fail with `EFBIG` then. For exit tests.
package func limitFileSize(to bytes: Int) {
  signal(SIGXFSZ, SIG_IGN)
  var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
  precondition(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
}

/// Gives up root's rights, which ignore modes; for exit tests.
package func becomeUnprivileged() {
  guard geteuid() == 0 else { return }
  precondition(setgid(65534) == 0 && setuid(65534) == 0)
}

/// Runs `body` with 0 to `count - 1` on as many threads, and throws the first error.
package func inParallel(_ count: Int, _ body: @Sendable (Int) throws -> Void) throws {
  let failure = Mutex<(any Error)?>(nil)
  DispatchQueue.concurrentPerform(iterations: count) { index in
    do { try body(index) } catch { failure.withLock { $0 = error } }
  }
  if let error = failure.withLock({ $0 }) { throw error }
}
