import Basics

package struct VersionCommand: ProjectCommand {

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "version", "Print the version and what it runs on.", example: "version",
    [])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    throw CairnError("'version' is not built yet")
  }
}
