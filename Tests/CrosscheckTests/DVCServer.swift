import Basics
import CPlatform
import FileAccess
import Glibc
import Synchronization
import SystemPackage
import TestSupport

/// The real DVC, which carries out one command after the other.
///
/// By `fixtures/dvc-server.py`, which imports DVC once and forks for every command. With
/// `CAIRN_STORY_NO_SERVER` set each command is a DVC of its own, five times slower: a check that the
/// server changes nothing.
final class DVCServer: Sendable {
  private let requests: FileDescriptor
  private let answers: FileDescriptor

  /// Servers that wait for a command; each is used by one thread at a time.
  private static let idle = Mutex<[DVCServer]>([])

  /// Runs `dvc` with `arguments`, its output going to `out` and `err` in `streams`.
  static func run(
    _ dvc: FilePath, _ arguments: [String], in directory: FilePath,
    environment: [String: String], streams: FilePath
  ) throws -> Outcome {
    guard variable("CAIRN_STORY_NO_SERVER") == nil else {
      let command = [dvc.string] + arguments
      return Outcome(try RunningProcess(command, cwd: directory, env: environment).wait())
    }
    let (output, error) = (streams.appending("out"), streams.appending("err"))
    let server = try idle.withLock { $0.popLast() } ?? DVCServer(dvc)
    let status = try server.run(
      """
      {"arguments": \(json(arguments)), "directory": \(json(directory.string)), \
      "environment": \(json(environment)), "output": \(json(output.string)), \
      "error": \(json(error.string))}\n
      """)
    idle.withLock { $0.append(server) }
    return Outcome(
      status: status, output: try readFile(output), errors: try readFile(error))
  }

  private init(_ dvc: FilePath) throws {
    let (toServer, fromServer) = (try Pipe(), try Pipe())
    let program =
      withoutPrivileges + [
        dvc.removingLastComponent().appending("python").string,
        projectRoot.appending("fixtures/dvc-server.py").string,
      ]
    try start(program, input: toServer.readEnd, output: fromServer.writeEnd)
    try toServer.readEnd.close()
    try fromServer.writeEnd.close()
    requests = toServer.writeEnd
    answers = fromServer.readEnd
  }

  private func run(_ request: String) throws -> Int {
    _ = try requests.writeAll(request.utf8)
    var answer: [UInt8] = []
    var byte: UInt8 = 0
    while byte != UInt8(ascii: "\n") {
      let count = try withUnsafeMutableBytes(of: &byte) { try answers.read(into: $0) }
      guard count == 1 else { throw ServerFailure(description: "the DVC server ended") }
      answer.append(byte)
    }
    guard let status = Int(String(decoding: answer.dropLast(), as: UTF8.self)) else {
      throw ServerFailure(description: "the DVC server answered nonsense")
    }
    return status
  }
}

struct ServerFailure: Error, CustomStringConvertible {
  var description: String
}

/// A pipe whose ends no other program inherits.
private struct Pipe {
  var readEnd: FileDescriptor
  var writeEnd: FileDescriptor

  init() throws {
    var ends: [CInt] = [0, 0]
    guard cairn_pipe(&ends) == 0 else { throw Errno(rawValue: errno) }
    readEnd = FileDescriptor(rawValue: ends[0])
    writeEnd = FileDescriptor(rawValue: ends[1])
  }
}

/// Starts a program that ends by itself when its input does.
private func start(
  _ arguments: [String], input: FileDescriptor, output: FileDescriptor
) throws {
  var process: pid_t = 0
  let argv = arguments.map { strdup($0) } + [nil]
  let environment = isolatedEnvironment().map { strdup("\($0)=\($1)") } + [nil]
  defer { (argv + environment).forEach { free($0) } }
  let failure = cairn_spawn(
    &process, argv[0], argv, environment, "/", input.rawValue, output.rawValue, STDERR_FILENO)
  guard failure == 0 else { throw Errno(rawValue: failure) }
}

private func json(_ text: String) -> String {
  let escaped = text.unicodeScalars.map { scalar in
    switch scalar {
    case "\"", "\\": "\\\(scalar)"
    case ..<" ": "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
    default: String(scalar)
    }
  }
  return "\"\(escaped.joined())\""
}

private func json(_ list: [String]) -> String {
  "[\(list.map { json($0) }.joined(separator: ", "))]"
}

private func json(_ map: [String: String]) -> String {
  "{\(map.map { "\(json($0)): \(json($1))" }.joined(separator: ", "))}"
}
