import CPlatform
import Glibc
package import SystemPackage

/// Runs `body` on a thread of its own, which lives as long as `body` runs.
///
/// For conversations that wait for most of their time, and for what the kernel ties to one thread.
package func onThreadOfItsOwn(_ body: @escaping @Sendable () -> Void) throws(Errno) {
  let work = Unmanaged.passRetained(ThreadWork(body))
  var thread = pthread_t()
  let failure = pthread_create(&thread, nil, runThreadWork, work.toOpaque())
  guard failure == 0 else {
    work.release()
    throw Errno(rawValue: failure)
  }
  pthread_detach(thread)
}

/// A small number of this thread, which no other thread of the process ever has.
package func threadNumber() -> Int { Int(cairn_thread_number()) }

private final class ThreadWork {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
  }
}

private func runThreadWork(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let argument { Unmanaged<ThreadWork>.fromOpaque(argument).takeRetainedValue().body() }
  return nil
}
