import Basics
import FileAccess
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite struct MainLockTests {
  let scratch: TemporaryDirectory
  let path: FilePath
  let impatient = MainLock.Patience(attempts: 3, pause: .milliseconds(1))

  init() throws {
    scratch = try TemporaryDirectory()
    path = scratch.path.appending("lock")
  }

  @Test func saysWhoHoldsIt() throws {
    try scratch.write("something longer than a process ID\n", to: "lock")
    let lock = try MainLock.acquire(at: path)
    #expect(try scratch.read("lock") == " \(getpid())\n")
    lock.release()
    #expect(try FileStatus.ifExists(at: path) != nil)
  }

  @Test func excludesOthersUntilItIsReleased() throws {
    let lock = try MainLock.acquire(at: path)
    let error = #expect(throws: LockBusyError.self) { try MainLock(at: path, patience: impatient) }
    #expect(
      error?.userError.message == """
        Unable to acquire lock. Most likely another DVC process is running or was terminated abruptly. \
        Check the page <https://dvc.org/doc/user-guide/troubleshooting#lock-issue> for other possible \
        reasons and to learn how to resolve this.
        """)
    lock.release()
    lock.release()
    _ = try MainLock(at: path, patience: impatient)
  }

  /// As a child that is forked and has not called `exec` yet.
  @Test func endsThoughAnotherHasTheDescriptor() throws {
    func lockAndDuplicate() throws -> CInt {
      let file = try OpenFile(path, flags: O_RDWR | O_CREAT)
      #expect(try file.tryToLock())
      return dup(file.descriptor)
    }
    let copy = try lockAndDuplicate()
    defer { close(copy) }
    #expect(copy >= 0)
    _ = try MainLock(at: path, patience: impatient)
  }

  @Test func endsWithTheLastReference() throws {
    for _ in 0..<3 { _ = try MainLock(at: path, patience: impatient) }
  }

  @Test func waitsUntilItIsFree() async throws {
    let lock = try MainLock.acquire(at: path)
    let path = path
    async let second = MainLock(at: path, patience: .init(attempts: .max, pause: .milliseconds(1)))
    lock.release()
    try await second.release()
  }

  @Test func aSignalEndsTheWait() async throws {
    let lock = try MainLock.acquire(at: path)
    let path = path.string
    await #expect(processExitsWith: .success) { [path = path as String] in
      Interruption.request(signal: SIGINT)
      #expect(throws: InterruptionError()) {
        try MainLock.acquire(at: FilePath(path), waiting: true)
      }
    }
    lock.release()
  }

  @Test func programsThatAreStartedDoNotKeepIt() async throws {
    let lock = try MainLock.acquire(at: path)
    let child = try RunningProcess(["sleep", "60"], cwd: scratch.path)
    lock.release()
    _ = try MainLock(at: path, patience: impatient)
    child.send(SIGKILL)
    _ = try child.wait()
  }

  @Test func anUnwritableFileIsAnError() throws {
    let missing = scratch.path.appending("none/lock")
    #expect(throws: FileError(.lock, missing, .noSuchFileOrDirectory)) {
      try MainLock.acquire(at: missing)
    }
  }
}
