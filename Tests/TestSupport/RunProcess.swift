import Basics
import CPlatform
import Dispatch
import Glibc
package import SystemPackage

/// How a process ended, and what it wrote.
package struct ProcessResult: Sendable, CustomStringConvertible {
  /// The exit code; 128 and the signal's number when a signal ended it, as a shell says.
  package var status: Int
  package var outputBytes: [UInt8]
  package var errorBytes: [UInt8]

  package var out: String { String(decoding: outputBytes, as: UTF8.self) }
  package var err: String { String(decoding: errorBytes, as: UTF8.self) }

  package var description: String { "status \(status)\nstdout: \(out)\nstderr: \(err)" }
}

/// Runs a program to its end. At most four run at the same time.
///
/// - Parameters:
///   - arguments: the program, looked up in the `PATH` of this process unless it is a path, and its arguments.
///   - environment: all of the program's environment; see `isolatedEnvironment(home:)`.
///   - input: what it reads from its standard input.
///   - timeout: in seconds; after it the program and its children are killed.
package func runProcess(
  _ arguments: [String], cwd: FilePath, env environment: [String: String] = isolatedEnvironment(),
  input: [UInt8] = [], timeout: Double = 120
) async throws -> ProcessResult {
  await ProcessSlots.shared.enter()
  defer { ProcessSlots.shared.leave() }
  let process = try RunningProcess(arguments, cwd: cwd, env: environment, input: input)
  return try await process.end(timeout: timeout)
}

/// An environment that keeps programs away from the user's own settings.
///
/// - Parameter home: takes the place of the home directory; without it a directory that does not
///   exist.
package func isolatedEnvironment(
  home: FilePath = "/nonexistent", _ more: [String: String] = [:]
) -> [String: String] {
  let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
  let own = [
    "PATH": path, "LC_ALL": "C.UTF-8", "HOME": home.string, "TZ": "UTC",
    "XDG_CONFIG_HOME": home.string + "/.config", "XDG_CACHE_HOME": home.string + "/.cache",
    "XDG_CONFIG_DIRS": home.string + "/xdg", "DVC_SITE_CACHE_DIR": home.string + "/site-cache",
    "DVC_NO_ANALYTICS": "1", "CAIRN_SYNC": "no", "GIT_CONFIG_GLOBAL": home.string + "/.gitconfig",
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com",
  ]
  return own.merging(more) { $1 }
}

/// A program that was started and may still be running.
package final class RunningProcess: Sendable {
  package let id: Int32
  private let output: CapturedStream
  private let errors: CapturedStream

  package init(
    _ arguments: [String], cwd: FilePath, env environment: [String: String] = isolatedEnvironment(),
    input: [UInt8] = []
  ) throws {
    let source = try CapturedStream(holding: input)
    output = try CapturedStream()
    errors = try CapturedStream()
    id = try spawn(
      arguments, environment, cwd, (source.descriptor, output.descriptor, errors.descriptor))
  }

  /// Sends a signal to the program alone.
  package func send(_ signal: CInt) {
    kill(id, signal)
  }

  /// What the program has written to its standard error so far.
  package var errSoFar: String { String(decoding: errors.bytes, as: UTF8.self) }

  /// Whether only `end` or `wait` is left to do.
  package var hasEnded: Bool { ChildProcess.hasEnded(id) }

  /// Waits until something is so; false when the program has ended, or two minutes have passed, and it is not.
  package func waits(until condition: () throws -> Bool) async throws -> Bool {
    let end = ContinuousClock.now + .seconds(120)
    while true {
      let isLast = hasEnded || .now > end
      if try condition() { return true }
      if isLast { return false }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Waits for the end without blocking a thread that others need. Called once, or `wait` is.
  package func end(timeout: Double = 120) async throws -> ProcessResult {
    try await withCheckedThrowingContinuation { continuation in
      do {
        try onThreadOfItsOwn {
          continuation.resume(with: Result { try self.wait(timeout: timeout) })
        }
      } catch {
        continuation.resume(throwing: error)
      }
    }
  }

  /// Waits for the end. Called once.
  package func wait(timeout: Double = 120) throws -> ProcessResult {
    let group = -id
    let alarm = DispatchWorkItem { kill(group, SIGKILL) }
    alarms.asyncAfter(deadline: .now() + timeout, execute: alarm)
    defer { alarm.cancel() }
    var status: CInt = 0
    while waitpid(id, &status, 0) < 0 {
      guard errno == EINTR else { throw Errno(rawValue: errno) }
    }
    let signal = status & 0x7F
    let code = signal == 0 ? Int(status >> 8) & 0xFF : 128 + Int(signal)
    return ProcessResult(status: code, outputBytes: output.bytes, errorBytes: errors.bytes)
  }
}

/// Kills what runs too long. A queue of its own does not wait for a thread that others block.
private let alarms = DispatchQueue(label: "cairn.tests.alarms")

/// Starts a program; see `cairn_spawn`.
func spawn(
  _ arguments: [String], _ environment: [String: String], _ directory: FilePath,
  _ streams: (input: CInt, output: CInt, errors: CInt)
) throws -> pid_t {
  let argumentList = CStringList(arguments)
  let environmentList = CStringList(environment.map { "\($0)=\($1)" })
  var process: pid_t = 0
  let failure = directory.withPlatformString { path in
    cairn_spawn(
      &process, argumentList.pointers[0], argumentList.pointers, environmentList.pointers, path,
      streams.input, streams.output, streams.errors)
  }
  guard failure == 0 else { throw Errno(rawValue: failure) }
  return process
}

/// C strings with a null pointer after the last.
private final class CStringList {
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) {
    pointers = strings.map { strdup($0) } + [nil]
  }

  deinit {
    for pointer in pointers { free(pointer) }
  }
}

/// A file in memory that stands for a standard stream: nothing blocks, however much is written.
private final class CapturedStream: Sendable {
  let descriptor: CInt

  init(holding bytes: [UInt8] = []) throws {
    descriptor = cairn_memory_file("stream")
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    guard bytes.isEmpty || pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
      throw Errno.ioError
    }
  }

  deinit {
    close(descriptor)
  }

  var bytes: [UInt8] {
    var status = stat()
    let size = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress, size, 0))
    }
  }
}

/// Lets four processes run at a time.
private actor ProcessSlots {
  static let shared = ProcessSlots(4)

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ count: Int) {
    free = count
  }

  func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  nonisolated func leave() {
    Task { await release() }
  }

  private func release() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
