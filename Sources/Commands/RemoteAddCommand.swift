package import Formats

package struct RemoteAddCommand: LevelCommand {
  package var level: ConfigLevel?
  package var isDefault = false
  package var forces = false
  package var name = ""
  package var url = ""

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "remote add", "Add a remote.", example: "remote add -d storage /mnt/shared/project",
    Argument.levelOptions + [
      .flag("-d", "--default", set: \.isDefault, "Make it the default remote."),
      .flag("-f", "--force", set: \.forces, "Replace a remote of this name."),
      .required("name", into: \.name, "The name of the remote."),
      .required("url", into: \.url, "Where it is: a directory, s3://…, ssh://…."),
    ])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    try context.perform(
      .addRemote(name, url: url, isDefault: isDefault, forces: forces, level))
  }
}
