import Basics
import CPlatform
import FileAccess
import Glibc
import Synchronization
package import SystemPackage

/// A server that tests talk to. It ends with this process, however that ends, and takes its directory along.
///
/// A shell watches over it: it holds the reading end of a pipe that nobody writes to, and kills the
/// server when the pipe's other end is gone.
package final class ServerProcess: Sendable {
  /// The server's own: data, settings, and its output in `log`.
  package let directory: FilePath
  private let name: String
  private let watchdog: Int32
  private let lifeline: Mutex<CInt?>

  private static let script = """
    exec 3<&0 2>/dev/null
    cd "$1"; shift
    "$@" >log 2>&1 </dev/null 3<&- &
    server=$!
    { read -r _; [ -e status ] || { : >stopped; kill -9 "$server"; }; } <&3 &
    wait "$server" || status=$?
    [ -e stopped ] || echo "${status:-0}" >status
    wait
    trap '' TERM; kill 0
    cd /; rm -rf "$OLDPWD"
    """

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - arguments: the program, a path or a name to be found in `PATH`, and its arguments.
  ///   - directory: exists, belongs to the server, and is its working directory.
  package init(
    _ arguments: [String], in directory: FilePath,
    environment: [String: String] = isolatedEnvironment()
  ) throws {
    var ends: [CInt] = [0, 0]
    guard cairn_pipe(&ends) == 0 else { throw Errno(rawValue: errno) }
    defer { close(ends[0]) }
    self.directory = directory
    name = arguments.first ?? ""
    lifeline = Mutex(ends[1])
    let command = ["/bin/sh", "-c", Self.script, "watchdog", directory.string] + arguments
    watchdog = try spawn(command, environment, "/", (ends[0], STDERR_FILENO, STDERR_FILENO))
  }

  deinit {
    stop()
  }

  /// Ends the server, if it still runs, and removes its directory.
  package func stop() {
    let end = lifeline.withLock { $0.take() }
    guard let end else { return }
    close(end)
    var status: CInt = 0
    while waitpid(watchdog, &status, 0) < 0, errno == EINTR {}
  }

  /// Asks `isReady` until it says yes.
  ///
  /// - Throws: what the server wrote, when it ended or took three minutes.
  package func ready(when isReady: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(180)
    while try await !isReady() {
      if hasEnded || ContinuousClock.now > end { throw ServerFailure(name, log: log) }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Waits until the server takes connections at a port.
  package func ready(at port: UInt16) async throws {
    try await ready { acceptsConnections(at: port) }
  }

  /// Whether the server ended by itself.
  package var hasEnded: Bool {
    access(directory.appending("status").string, F_OK) == 0
  }

  /// What the server wrote so far.
  package var log: String {
    let bytes = try? readFile(directory.appending("log"))  // none before it began
    return String(decoding: bytes ?? [], as: UTF8.self)
  }
}

/// A server did not start.
package struct ServerFailure: Error, CustomStringConvertible {
  package let description: String

  init(_ name: String, log: String) {
    description = "\(name) did not start:\n\(log.suffix(4000))"
  }
}
