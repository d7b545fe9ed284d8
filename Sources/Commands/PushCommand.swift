import Basics

package struct PushCommand: TransferCommand {
  package var targets: [String] = []
  package var transfer = TransferFlags()
  package var globs = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "push", "Upload the objects of tracked data to the remote.", example: "push data/images",
    Argument.transferOptions + [
      .flag("--glob", set: \.globs, "Take targets as shell patterns."),
      .positionals("targets", into: \.targets, targetsHelp),
    ])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    // INTEGRATION: call the verb.
    throw CairnError("'push' is not built yet")
  }
}
