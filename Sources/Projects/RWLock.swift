package import Basics
import FileAccess
package import Formats
import Glibc
package import SystemPackage

/// The locks on single paths that DVC 3.67.1 keeps in `.dvc/tmp/rwlock`.
///
/// The file is only touched while a lock on the file `rwlock.lock` beside it is held, and replaced in one step.
/// Entries of a process that dies are dropped by the next one that they are in the way of.
package struct RWLock {
  private let file: FilePath
  private let name: (FilePath) -> String
  private let warn: (String) -> Void

  /// - Parameters:
  ///   - file: the absolute path of `.dvc/tmp/rwlock`.
  ///   - name: a path as messages show it.
  ///   - warn: is told of entries that were dropped.
  package init(
    file: FilePath, name: @escaping (FilePath) -> String = { $0.string },
    warn: @escaping (String) -> Void = { _ in }
  ) {
    self.file = file
    self.name = name
    self.warn = warn
  }

  /// Runs `body` while no other process writes what this one reads, or touches what this one writes.
  ///
  /// - Parameters:
  ///   - read: absolute paths; so `written`.
  ///   - command: the command line of this process, shown to those who have to wait.
  ///   - waiting: whether to wait for others that are just editing the file.
  /// - Throws: `RWLockError`, `RWLockFileError`, `LockBusyError`, `FileError`, `InterruptionError`, or what `body` throws.
  package func withPaths<Result>(
    read: [FilePath], write: [FilePath], command: String, pid: Int? = nil,
    waiting: Bool = false, _ body: () throws -> Result
  ) throws -> Result {
    let holder = RWLockTable.Holder(processID: pid ?? Int(getpid()), command: command)
    try enter(read, write, holder, waiting)
    defer { leave(read, write, holder) }
    return try body()
  }

  private func enter(
    _ read: [FilePath], _ write: [FilePath], _ holder: RWLockTable.Holder, _ waiting: Bool
  ) throws {
    try edit(waiting: waiting) { table in
      do {
        let dropped = try table.enter(
          reading: read.map(\.bytes), writing: write.map(\.bytes), holder: holder, isAlive: isAlive)
        dropped.forEach(warnOfDropped)
      } catch let error as RWLockBusyError {
        throw RWLockError(lockFile: file, path: FilePath(bytes: error.path), holders: error.holders)
      }
    }
  }

  /// A failure leaves entries of this process, which end with it: the work itself is done.
  private func leave(_ read: [FilePath], _ write: [FilePath], _ holder: RWLockTable.Holder) {
    do {
      try edit(waiting: true) { table in
        table.leave(reading: read.map(\.bytes), writing: write.map(\.bytes), holder: holder)
      }
    } catch {
      warn("Unable to release the paths in '\(name(file))': \(error)")
    }
  }

  private func edit(waiting: Bool, _ change: (inout RWLockTable) throws -> Void) throws {
    let path = FilePath(bytes: file.bytes + Array(".lock".utf8))
    let guardian = try MainLock.acquire(at: path, waiting: waiting)
    defer { guardian.release() }
    // An empty file is what a power failure leaves of one that nobody synced.
    let bytes = try readFileIfExists(file) ?? []
    let old = bytes.isEmpty ? RWLockTable() : try RWLockTable(parsing: bytes, name: name(file))
    var table = old
    try change(&table)
    if table != old { try writeAtomically(table.rendered(), to: file) }
  }

  private func warnOfDropped(_ entry: RWLockTable.Writing) {
    warn(
      "Process '\(entry.holder.command)' with (Pid \(entry.holder.processID)), in RWLock-file "
        + "'\(name(FilePath(bytes: entry.path)))' had been killed. Auto removed it from the lock file."
    )
  }
}

/// Whether there is a process with this ID, ours or not. One that has ended, and whose parent has not heard of it
/// yet, is none: in a container that may last.
private func isAlive(_ process: Int) -> Bool {
  guard let id = pid_t(exactly: process), id > 0, kill(id, 0) == 0 || errno != ESRCH else {
    return false
  }
  // Where nobody can tell, it is alive.
  let status = (try? readFileIfExists(FilePath("/proc/\(id)/stat"))) ?? []
  guard let name = status.lastIndex(of: UInt8(ascii: ")")) else { return true }
  return status.dropFirst(name + 2).first != UInt8(ascii: "Z")
}

/// Another process is at work on a path.
package struct RWLockError: UserFacingError, Equatable {
  package var lockFile: FilePath
  package var path: FilePath
  package var holders: [RWLockTable.Holder]

  package var userError: CairnError {
    let lines = holders.map { "\n  (PID \($0.processID)): \($0.command)" }.joined()
    return CairnError(
      """
      '\(path)' is busy, it is being blocked by:\(lines)

      If there are no processes with such PIDs, you can manually remove '\(lockFile)' and try again.
      """)
  }
}
