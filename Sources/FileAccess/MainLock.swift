package import Basics
import Glibc
import Synchronization
package import SystemPackage

/// A lock that DVC 3.67.1 takes too: `flock` on a file that is never deleted, such as `.dvc/tmp/lock`.
///
/// While it is held the file says ` PID\n`; what it says when nobody holds it means nothing. It ends
/// with `release()`, with the last reference, or with the process.
package final class MainLock: Sendable {
  /// How often and how long to try.
  package struct Patience: Sendable {
    package var attempts: Int
    package var pause: Duration

    package init(attempts: Int, pause: Duration) {
      self.attempts = attempts
      self.pause = pause
    }

    /// One try and six more, half a second apart.
    package static let usual = Patience(attempts: 7, pause: .milliseconds(500))
    /// Until the lock is free (`--wait-for-lock`).
    package static let endless = Patience(attempts: .max, pause: .milliseconds(500))
  }

  private let file: OpenFile

  /// Takes the lock on the file at `path`, which is created if need be.
  ///
  /// - Throws: `LockBusyError`, `FileError` or `InterruptionError`.
  package static func acquire(at path: FilePath, waiting: Bool = false) throws -> MainLock {
    try MainLock(at: path, patience: waiting ? .endless : .usual)
  }

  package init(at path: FilePath, patience: Patience) throws {
    let file = try OpenFile(path, .lock, flags: O_RDWR | O_CREAT)
    var left = patience.attempts
    while try !file.tryToLock() {
      left -= 1
      if left <= 0 { throw LockBusyError(path: path) }
      try pause(patience.pause)
    }
    self.file = file
    try writeProcessID()
  }

  /// Gives the lock back; nothing happens the second time.
  package func release() {
    flock(file.descriptor, LOCK_UN)
  }

  private func writeProcessID() throws(FileError) {
    let text = Array(" \(getpid())\n".utf8)
    try text.withUnsafeBufferPointer { (buffer) throws(FileError) in
      try file.write(UnsafeRawBufferPointer(buffer), at: 0)
    }
    try file.truncate(to: Int64(text.count))
  }
}

/// Another process holds the lock.
package struct LockBusyError: UserFacingError, Equatable {
  package var path: FilePath

  package var userError: CairnError {
    CairnError(
      "Unable to acquire lock. Most likely another DVC process is running or was terminated abruptly. "
        + "Check the page <https://dvc.org/doc/user-guide/troubleshooting#lock-issue> "
        + "for other possible reasons and to learn how to resolve this.")
  }
}
