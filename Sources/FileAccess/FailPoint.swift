import Glibc
package import SystemPackage

/// A named place where a test can make the program fail or die. Does nothing in release builds.
///
/// `CAIRN_FAIL_POINT=name:action` or `name:action:n`, the latter from the n-th hit on. Actions: `kill`
/// (SIGKILL), `stop` (SIGSTOP; the thread goes on when the user has asked to stop, after SIGCONT),
/// `interrupt` (what SIGINT does), `enospc`, `errno-N`. Without an action: `kill`. Every call of the
/// system is a point too, named by its `FileError.Operation`; `change` means all those that change
/// something.
package enum FailPoint {
  /// Acts if the environment names this point.
  @inline(__always)
  package static func hit(_ name: StaticString, _ path: FilePath = "") throws(FileError) {
    #if DEBUG
      try Plan.current?.hit(name, path)
    #endif
  }

  /// The same for a call of the system that is about to be made.
  @inline(__always)
  static func hit(_ operation: FileError.Operation, _ path: FilePath) throws(FileError) {
    #if DEBUG
      try Plan.current?.hit(operation, path)
    #endif
  }
}

#if DEBUG
  import Synchronization

  /// What the environment asks for.
  private final class Plan: Sendable {
    static let current = getenv("CAIRN_FAIL_POINT").flatMap { Plan(String(cString: $0)) }

    private let name: String
    private let action: String
    private let firstHit: Int
    private let hits = Atomic<Int>(0)

    init?(_ text: String) {
      let parts = text.split(separator: ":").map(String.init)
      guard let name = parts.first else { return nil }
      self.name = name
      action = parts.count > 1 ? parts[1] : "kill"
      firstHit = parts.count > 2 ? Int(parts[2]) ?? 1 : 1
    }

    func hit(_ point: StaticString, _ path: FilePath) throws(FileError) {
      let point = UnsafeBufferPointer(start: point.utf8Start, count: point.utf8CodeUnitCount)
      if name.utf8.elementsEqual(point) { try act(path) }
    }

    func hit(_ operation: FileError.Operation, _ path: FilePath) throws(FileError) {
      if name == operation.rawValue || (name == "change" && operation.changes) { try act(path) }
    }

    private func act(_ path: FilePath) throws(FileError) {
      guard hits.add(1, ordering: .relaxed).newValue >= firstHit else { return }
      switch action {
      case "stop":
        // Of this thread: a signal to the process is another's, and this one would go on meanwhile.
        raise(SIGSTOP)
        while !Interruption.isRequested { usleep(1000) }
      case "interrupt": Interruption.request(signal: SIGINT)
      case "enospc": throw FileError(.write, path, .noSpace)
      default:
        if let errno = errno { throw FileError(.write, path, errno) }
        kill(getpid(), SIGKILL)
      }
    }

    /// The N of an action `errno-N`.
    private var errno: Errno? {
      guard action.hasPrefix("errno-") else { return nil }
      return CInt(action.dropFirst(6)).map { Errno(rawValue: $0) }
    }
  }

  extension FileError.Operation {
    /// Whether it leaves the disk other than it was.
    fileprivate var changes: Bool {
      [.create, .write, .rename, .remove, .link, .changeMode].contains(self)
    }
  }
#endif
