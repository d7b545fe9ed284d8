import Basics

package struct RootCommand: ProjectCommand {

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "root", "Print the way to the root of the project.", example: "root",
    [])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    throw CairnError("'root' is not built yet")
  }
}
