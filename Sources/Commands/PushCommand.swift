import Basics
import Projects

package struct PushCommand: TransferCommand {
  package var targets: [String] = []
  package var transfer = TransferFlags()
  package var globs = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "push", "Upload the objects of tracked data to the remote.", example: "push data/images",
    Argument.transferOptions + [
      .flag(
        "--recheck", set: \.transfer.rechecks,
        "Ask the remote about every file, also of directories seen whole today."
      ).ours,
      .flag("--glob", set: \.globs, "Take targets as shell patterns."),
      .positionals("targets", into: \.targets, targetsHelp),
    ])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let context = transfer.adjusting(context)
    return try await TransferOutput(context, .push, printsJSON: transfer.printsJSON).run {
      project in
      var request = transfer.request(targets)
      request.globs = globs
      return try await PushVerb(project, request).run()
    }
  }
}
