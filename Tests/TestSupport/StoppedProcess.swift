import Basics
import FileAccess
import Glibc
import SystemPackage

/// Stops a process without ending it, and returns when all its threads stand still.
package func stopProcess(_ id: Int32) throws {
  kill(id, SIGSTOP)
  while try !standsStill(id) { sched_yield() }
}

private func standsStill(_ id: Int32) throws -> Bool {
  let tasks = FilePath("/proc/\(id)/task")
  let threads = try DirectoryNames(of: OpenFile(tasks, .list, flags: O_RDONLY)).names
  return try threads.allSatisfy { try isStopped(tasks.appending(pathBytes: $0)) }
}

/// Whether a thread is stopped, or gone.
///
/// - Throws: when the whole process has ended.
private func isStopped(_ thread: FilePath) throws -> Bool {
  do {
    let status = String(decoding: try readFile(thread.appending("status")), as: UTF8.self)
    if status.contains("State:\tZ") { throw Errno.noSuchProcess }
    return status.contains("State:\tT")
  } catch let error as FileError where error.isNotFound || error.errno == .noSuchProcess {
    return true
  }
}

/// Whether a process ends within ten seconds, also when nobody asks how it ended.
package func hasEnded(_ number: Substring) async throws -> Bool {
  for _ in 0..<1000 {
    // One that has ended has no command any more, or is not there.
    guard let command = try? readFile(FilePath("/proc/\(number)/cmdline")), !command.isEmpty else {
      return true
    }
    try await Task.sleep(for: .milliseconds(10))
  }
  return false
}
