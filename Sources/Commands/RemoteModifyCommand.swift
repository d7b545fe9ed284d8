package import Formats

package struct RemoteModifyCommand: LevelCommand {
  package var level: ConfigLevel?
  package var unsets = false
  package var name = ""
  package var option = ""
  package var value: String?

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "remote modify", "Change a setting of a remote.", example: "remote modify storage jobs 8",
    Argument.levelOptions + [
      .flag("-u", "--unset", set: \.unsets, "Remove the setting."),
      .required("name", into: \.name, "The name of the remote.").completing(.remotes),
      .required("option", into: \.option, "The name of the setting."),
      .optional("value", into: \.value, "The new value."),
    ])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    try context.perform(
      unsets
        ? .unsetRemoteOption(name, option: option, level)
        : .modifyRemote(name, option: option, to: value, level))
  }
}
