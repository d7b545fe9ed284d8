import Basics
import Projects
import Terminal

package struct PullCommand: TransferCommand {
  package var targets: [String] = []
  package var transfer = TransferFlags()
  package var forces = false
  package var allowsMissing = false
  package var globs = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "pull", "Download tracked data from the remote and check them out.",
    example: "pull data/images",
    Argument.transferOptions + [
      .flag("-f", "--force", set: \.forces, "Remove changed files even if the cache lacks them."),
      .flag("--allow-missing", set: \.allowsMissing, "Skip what the remote and the cache lack."),
      .flag("--glob", set: \.globs, "Take targets as shell patterns."),
      .positionals("targets", into: \.targets, targetsHelp),
    ])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    try await PullOutput(context, printsJSON: transfer.printsJSON).run { project in
      var request = transfer.request(targets)
      request.globs = globs
      return try await PullVerb(
        project, request, forces: forces, allowsMissing: allowsMissing,
        confirm: context.console.confirm
      ).run()
    }
  }
}
