import Commands
import Glibc
import SystemPackage
import Terminal

@main
struct Main {
  static func main() async {
    let arguments = CommandLine.arguments
    let name = InvocationName(program: arguments.first ?? "")
    if arguments.count == 2, arguments[1] == "--version" || arguments[1] == "-V" {
      Swift.print(name.versionLine)
      return
    }
    signal(SIGPIPE, SIG_IGN)
    let environment = processEnvironment()
    let console = Console(
      output: .standardOutput, errors: .standardError, environment: environment,
      input: { isatty(STDIN_FILENO) == 1 ? readLine() : nil })
    let shell = CommandShell(
      currentDirectory: currentDirectory(), environment: environment, invokedAs: name,
      console: console)
    exit(await shell.run(Array(arguments.dropFirst())).rawValue)
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
