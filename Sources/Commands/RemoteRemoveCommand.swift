package import Formats

package struct RemoteRemoveCommand: LevelCommand {
  package var level: ConfigLevel?
  package var name = ""

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "remote remove", "Forget a remote; what it holds stays.", example: "remote remove storage",
    Argument.levelOptions + [
      .required("name", into: \.name, "The name of the remote.").completing(.remotes)
    ])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    try context.perform(.removeRemote(name, level))
  }
}
