import Basics
import Glibc
import Projects
import SystemPackage
import Terminal
import Transports

package struct ServeCommand: ProjectCommand {
  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "serve", "Serve a remote to a Cairn on another machine; started by it, over SSH.",
    details:
      "Speaks the protocol of Documentation/ServeProtocol.md on standard input and output until the input "
      + "ends. Needs no project, reads no configuration and runs nothing. Fit for a forced command: the "
      + "client says which directory it means.",
    example: "serve", [])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    guard isatty(0) == 0, isatty(1) == 0 else {
      throw CairnError(
        "'serve' speaks to a program, not to a terminal", kind: .usage,
        hints: ["It is started over SSH by a Cairn that uses a remote ssh://this-machine/path."])
    }
    let home = context.environment["HOME"].map { FilePath($0) } ?? context.currentDirectory
    try await ServeServer(
      input: .standardInput, output: .standardOutput,
      home: context.currentDirectory.pushing(home)
    ).run()
    return .success
  }
}
