import CPlatform
import Glibc
package import SystemPackage

/// A program that was started with its three standard streams in our hands.
///
/// Standard input is a socket, so that writing to a program that has gone gives an error, not a signal.
package struct ChildProcess: ~Copyable {
  package let processID: CInt
  package let input: FileDescriptor
  package let output: FileDescriptor
  package let errors: FileDescriptor

  /// Starts `executable`; it gets the three streams and no other descriptor.
  ///
  /// - Parameters:
  ///   - keepingErrors: without it, what the program says on its standard error is lost.
  ///   - isBound: the program gets SIGTERM when the calling thread ends, and Ctrl-C is not for it. That
  ///     thread must live as long as the program is wanted.
  package init(
    _ executable: FilePath, arguments: [[UInt8]], environment: [String: String],
    keepingErrors: Bool = true, isBound: Bool = false
  ) throws(Errno) {
    let input = try Self.pair(Self.socketPair)
    let output = try Self.pair(Self.pipe)
    let errors = try Self.pair(keepingErrors ? Self.pipe : Self.nowhere)
    defer { for end in [input.child, output.child, errors.child] { Self.close(end) } }
    do throws(Errno) {
      processID = try Self.spawn(
        executable, [executable.bytes] + arguments,
        environment.map { Array("\($0.key)=\($0.value)".utf8) },
        streams: [input.child, output.child, errors.child].map(\.rawValue), isBound: isBound)
    } catch {
      for end in [input.ours, output.ours, errors.ours] { Self.close(end) }
      throw error
    }
    self.input = input.ours
    self.output = output.ours
    self.errors = errors.ours
  }

  /// Waits for the end; the exit code, or 128 plus the signal.
  package consuming func wait() -> Int32 {
    for descriptor in [input, output, errors] { Self.close(descriptor) }
    var status: Int32 = 0
    while waitpid(processID, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }

  /// Like `wait`, but kills a program that goes on for longer than `milliseconds`.
  package consuming func end(within milliseconds: Int) -> Int32 {
    for descriptor in [input, output] { _ = shutdown(descriptor.rawValue, Int32(SHUT_RDWR)) }
    var waited = 0
    while !hasEnded && waited < milliseconds {
      poll(nil, 0, 10)
      waited += 10
    }
    if !hasEnded { kill(processID, SIGKILL) }
    return wait()
  }

  /// Whether only `wait` is left to do.
  package var hasEnded: Bool { Self.hasEnded(processID) }

  /// Whether a child of this process has ended and was not waited for.
  package static func hasEnded(_ processID: CInt) -> Bool {
    var information = siginfo_t()
    let options = WEXITED | WNOHANG | WNOWAIT
    return waitid(P_PID, id_t(processID), &information, options) == 0
      && information.si_signo == SIGCHLD
  }

  static func close(_ descriptor: FileDescriptor) {
    try? descriptor.close()  // nothing can be done about a descriptor that does not close
  }
}

// The streams.
extension ChildProcess {
  private static func pair(
    _ make: (UnsafeMutablePointer<Int32>) -> Int32
  ) throws(Errno) -> (ours: FileDescriptor, child: FileDescriptor) {
    let ends = UnsafeMutablePointer<Int32>.allocate(capacity: 2)
    defer { ends.deallocate() }
    guard make(ends) == 0 else { throw Errno(rawValue: errno) }
    return (FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1]))
  }

  private static func pipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 {
    cairn_pipe(ends)
  }

  private static func nowhere(_ ends: UnsafeMutablePointer<Int32>) -> Int32 {
    for end in 0..<2 {
      ends[end] = Glibc.open("/dev/null", O_RDWR | O_CLOEXEC)
      if ends[end] < 0 { return -1 }
    }
    return 0
  }

  private static func socketPair(_ ends: UnsafeMutablePointer<Int32>) -> Int32 {
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    return socketpair(AF_UNIX, type, 0, ends)
  }
}

extension ChildProcess {
  private static func spawn(
    _ executable: FilePath, _ arguments: [[UInt8]], _ environment: [[UInt8]], streams: [CInt],
    isBound: Bool
  ) throws(Errno) -> pid_t {
    var processID: pid_t = 0
    let code = executable.withPlatformString { path in
      withCStrings(arguments) { argv in
        withCStrings(environment) { envp in
          isBound
            ? cairn_spawn_bound(&processID, path, argv, envp, streams[0], streams[1], streams[2])
            : cairn_spawn(&processID, path, argv, envp, nil, streams[0], streams[1], streams[2])
        }
      }
    }
    guard code == 0 else { throw Errno(rawValue: code) }
    return processID
  }

  private typealias CStrings = UnsafePointer<UnsafeMutablePointer<CChar>?>

  private static func withCStrings<Result>(
    _ strings: [[UInt8]], _ body: (CStrings) -> Result
  ) -> Result {
    let copies = strings.map { bytes in bytes.withCString { strdup($0) } }
    defer { for copy in copies { free(copy) } }
    return (copies + [nil]).withUnsafeBufferPointer { list in
      guard let start = list.baseAddress else { preconditionFailure("never empty") }
      return body(start)
    }
  }
}
