import Basics
import FileAccess
import Formats
import Glibc
import Projects
import SystemPackage
import TestSupport
import Testing

@Suite struct RWLockTests {
  let scratch: TemporaryDirectory
  let file: FilePath

  init() throws {
    scratch = try TemporaryDirectory()
    file = scratch.path.appending("rwlock")
  }

  private func holding(_ body: () throws -> Void) throws {
    try RWLock(file: file).withPaths(
      read: ["/p/in"], write: ["/p/out"], command: "cairn add", body)
  }

  @Test func entersThePathsAndTakesThemOut() throws {
    try holding {
      let holder = #"{"pid": \#(getpid()), "cmd": "cairn add"}"#
      let text = try scratch.read("rwlock")
      #expect(
        text
          == #"{"read": {"/p/in": [\#(holder)]}, "write": {"/p/out": \#(holder)}}"#)
    }
    #expect(try scratch.read("rwlock") == #"{"read": {}, "write": {}}"#)
    #expect(try namesOfDirectory(scratch.path).count == 2)
  }

  @Test func anErrorInsideTakesThemOutToo() throws {
    #expect(throws: InterruptionError()) { try holding { throw InterruptionError() } }
    #expect(try scratch.read("rwlock") == #"{"read": {}, "write": {}}"#)
  }

  @Test func saysWhoIsInTheWay() throws {
    let text = #"{"write": {"/p": {"pid": 1, "cmd": "dvc x"}}}"#
    try scratch.write(text, to: "rwlock")
    let error = #expect(throws: RWLockError.self) { try holding {} }
    #expect(
      error?.userError.message == """
        '/p/in' is busy, it is being blocked by:
          (PID 1): dvc x

        If there are no processes with such PIDs, you can manually remove '\(file)' and try again.
        """)
    #expect(try scratch.read("rwlock") == text)
  }

  /// Of one that ended, and whose parent did not hear of it.
  @Test func entriesOfAZombieAreDropped() throws {
    let child = try RunningProcess(["true"], cwd: scratch.path)
    var end = siginfo_t()
    #expect(waitid(P_PID, id_t(child.id), &end, WEXITED | WNOWAIT) == 0)
    try scratch.write(
      #"{"write": {"/p/in": {"pid": \#(child.id), "cmd": "dvc x"}}}"#, to: "rwlock")
    try RWLock(file: file).withPaths(read: [], write: ["/p/in"], command: "cairn add") {}
    _ = try child.wait()
  }

  @Test func entriesOfTheDeadAreDroppedWithAWarning() throws {
    let child = try RunningProcess(["true"], cwd: scratch.path)
    _ = try child.wait()
    try scratch.write(
      #"{"write": {"/p/in": {"pid": \#(child.id), "cmd": "dvc x"}}}"#, to: "rwlock")
    var warnings: [String] = []
    let lock = RWLock(file: file, name: { _ in "in" }, warn: { warnings.append($0) })
    try lock.withPaths(read: ["/p/in"], write: [], command: "cairn status") {}
    #expect(
      warnings == [
        "Process 'dvc x' with (Pid \(child.id)), in RWLock-file 'in' had been killed. "
          + "Auto removed it from the lock file."
      ])
  }

  @Test func anEmptyFileHoldsNothing() throws {
    try scratch.write("", to: "rwlock")
    try holding {}
    #expect(try scratch.read("rwlock") == #"{"read": {}, "write": {}}"#)
  }

  @Test func aCorruptedFileIsAnErrorAndStays() throws {
    try scratch.write(#"{"wr"#, to: "rwlock")
    #expect(throws: RWLockFileError.self) { try holding {} }
    #expect(try scratch.read("rwlock") == #"{"wr"#)
  }

  @Test func manyMayReadAtTheSameTime() throws {
    try inParallel(4) { thread in
      let lock = RWLock(file: file)
      for _ in 0..<5 {
        try lock.withPaths(
          read: ["/p/in"], write: [FilePath("/p/out\(thread)")], command: "\(thread)", waiting: true
        ) {}
      }
    }
    #expect(try scratch.read("rwlock") == #"{"read": {}, "write": {}}"#)
  }
}
