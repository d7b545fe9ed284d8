package import Formats

package struct RemoteDefaultCommand: LevelCommand {
  package var level: ConfigLevel?
  package var unsets = false
  package var name: String?

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "remote default", "Show or set the remote that is used when none is named.",
    example: "remote default storage",
    Argument.levelOptions + [
      .flag("-u", "--unset", set: \.unsets, "Have no default remote."),
      .optional("name", into: \.name, "The name of the remote; without it, the default is shown.")
        .completing(.remotes),
    ])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    try context.perform(request)
  }

  private var request: ConfigRequest {
    if unsets { return .unsetDefaultRemote(level) }
    return name.map { .setDefaultRemote($0, level) } ?? .showDefaultRemote(level)
  }
}
