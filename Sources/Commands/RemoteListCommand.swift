import Basics

package struct RemoteListCommand: LevelCommand {
  package var level: LevelFlag?

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "remote list", "List the remotes.", example: "remote list",
    Argument.levelOptions)

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    throw CairnError("'remote list' is not built yet")
  }
}
