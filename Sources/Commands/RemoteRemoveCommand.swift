import Basics

package struct RemoteRemoveCommand: LevelCommand {
  package var level: LevelFlag?
  package var name = ""

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "remote remove", "Forget a remote; what it holds stays.", example: "remote remove storage",
    Argument.levelOptions + [.required("name", into: \.name, "The name of the remote.")])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    throw CairnError("'remote remove' is not built yet")
  }
}
