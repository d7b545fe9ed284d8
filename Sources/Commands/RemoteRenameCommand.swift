package import Formats

package struct RemoteRenameCommand: LevelCommand {
  package var level: ConfigLevel?
  package var name = ""
  package var newName = ""

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "remote rename", "Rename a remote.", example: "remote rename storage old-storage",
    Argument.levelOptions + [
      .required("name", into: \.name, "The name of the remote.").completing(.remotes),
      .required("new", into: \.newName, "Its new name."),
    ])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    try context.perform(.renameRemote(name, to: newName, level))
  }
}
