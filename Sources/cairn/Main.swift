import Basics
import CPlatform
import Commands
import FileAccess
import Glibc
import SystemPackage
import Terminal
import Transports

@main
struct Main {
  static func main() async {
    let arguments = argumentBytes()
    let program = String(decoding: arguments.first ?? [], as: UTF8.self)
    if arguments.count == 2, [Array("--version".utf8), Array("-V".utf8)].contains(arguments[1]) {
      print(InvocationName(program: program).versionLine)
      return
    }
    let status = await run(Array(arguments.dropFirst()), as: program)
    exit(status.rawValue)
  }

  private static func run(_ arguments: [[UInt8]], as program: String) async -> ExitStatus {
    signal(SIGPIPE, SIG_IGN)
    let environment = processEnvironment()
    if SSHAskpass.isAsked(environment) { return answer(arguments, environment) }
    let shell = CommandShell(
      currentDirectory: currentDirectory(), environment: environment, program: program,
      console: Console(
        output: .standardOutput, errors: .standardError, environment: environment,
        event: eventLine(environment: environment), input: { readLine() }), transports: .standard)
    Interruption.install()
    let task = Task { await shell.run(arguments) }
    Interruption.observe { task.cancel() }
    return await task.value
  }

  /// What `ssh` started this program for, when it needs a password of the configuration.
  private static func answer(
    _ arguments: [[UInt8]], _ environment: [String: String]
  ) -> ExitStatus {
    let question = String(decoding: arguments.first ?? [], as: UTF8.self)
    guard let answer = SSHAskpass.answer(question, environment) else { return .failure }
    do { try FileDescriptor.standardOutput.writeAll(answer) } catch { return .failure }
    return .success
  }

  private static func argumentBytes() -> [[UInt8]] {
    var count: CInt = 0
    let words = cairn_arguments(&count)
    return UnsafeBufferPointer(start: words, count: Int(count)).map { word in
      guard let word else { return [] }
      return UnsafeBufferPointer(start: word, count: strlen(word)).map(UInt8.init(bitPattern:))
    }
  }

  private static func currentDirectory() -> FilePath {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return FilePath(platformString: path)
  }

  private static func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let variable = entry.pointee {
      let text = String(cString: variable)
      if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        variables[String(text[..<equals])] = String(text[text.utf8.index(after: equals)...])
      }
      entry += 1
    }
    return variables
  }
}
