import Basics
import Dispatch
import Glibc
import Synchronization
import SystemPackage

/// A server that a test starts: it ends with its last reference, and with the tests however they end.
package final class BoundProcess: Sendable {
  private let journal = Journal()

  /// Starts a program, looked up in `PATH` unless it is a path.
  package init(_ arguments: [String]) throws {
    var environment = isolatedEnvironment()
    environment["PATH"]? += ":/usr/sbin:/sbin"
    guard let name = arguments.first,
      let program = name.contains("/") ? FilePath(name) : findProgram(name, in: environment)
    else { throw ToolFailure(description: "there is no program \(arguments)") }
    let rest = arguments.dropFirst().map { Array($0.utf8) }
    try onThreadOfItsOwn { [journal, environment] in
      journal.follow(program, rest, environment)
    }
  }

  deinit {
    end()
  }

  package func end() {
    journal.end()
  }

  package var hasEnded: Bool { journal.hasEnded }

  /// What it said on its standard error.
  package var log: String { journal.text }

  /// Waits until it has said something; false when it ended before.
  package func waits(for words: String) -> Bool {
    while true {
      let hasEnded = journal.hasEnded
      if journal.text.contains(words) { return true }
      if hasEnded { return false }
      journal.news.wait()
    }
  }
}

/// What is known of a process, as its thread finds out.
private final class Journal: Sendable {
  private struct State {
    var id: pid_t?
    var log: [UInt8] = []
    var hasEnded = false
  }

  let news = DispatchSemaphore(value: 0)
  private let state = Mutex(State())

  var text: String { state.withLock { String(decoding: $0.log, as: UTF8.self) } }
  var hasEnded: Bool { state.withLock { $0.hasEnded } }

  func end() {
    state.withLock { state in
      if let id = state.id, !state.hasEnded { kill(id, SIGTERM) }
    }
  }

  /// The life of the thread that the program is bound to.
  func follow(_ program: FilePath, _ arguments: [[UInt8]], _ environment: [String: String]) {
    do {
      let child = try ChildProcess(
        program, arguments: arguments, environment: environment, isBound: true)
      let id = child.processID
      state.withLock { $0.id = id }
      while let bytes = read(child.errors) {
        state.withLock { $0.log += bytes }
        news.signal()
      }
      state.withLock { $0.hasEnded = true }
      _ = child.wait()
    } catch {
      state.withLock { state in
        state.log = Array("\(error)".utf8)
        state.hasEnded = true
      }
    }
    news.signal()
  }

  /// Nil at the end.
  private func read(_ stream: FileDescriptor) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = try? buffer.withUnsafeMutableBytes { try stream.read(into: $0) }  // as an end
    guard let count, count > 0 else { return nil }
    return Array(buffer[..<count])
  }
}
