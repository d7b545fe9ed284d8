import Basics
import Projects
import Terminal

package struct PullCommand: TransferCommand, FilteredCommand {
  package var targets: [String] = []
  package var transfer = TransferFlags()
  package var filter = FilterFlags()
  /// Bytes.
  package var maximumSize: Int?
  package var forces = false
  package var allowsMissing = false
  package var globs = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "pull", "Download tracked data from the remote and check them out.",
    example: "pull data/images",
    Argument.transferOptions + Argument.filterOptions + [
      .byteCount(
        "--max-size", set: \.maximumSize,
        "Only files smaller than this, also in directories; units such as 10M and 1GiB are taken."
      ).ours,
      .flag("-f", "--force", set: \.forces, "Remove changed files even if the cache lacks them."),
      .flag("--allow-missing", set: \.allowsMissing, "Skip what the remote and the cache lack."),
      .flag("--glob", set: \.globs, "Take targets as shell patterns."),
      .positionals("targets", into: \.targets, targetsHelp),
    ])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let context = transfer.adjusting(context)
    return try await PullOutput(context, printsJSON: transfer.printsJSON).run { project in
      var request = transfer.request(targets)
      request.globs = globs
      request.filter = try filter.filter()
      request.fileSizeLimit = Int64(maximumSize ?? 0)
      return try await PullVerb(
        project, request, forces: forces, allowsMissing: allowsMissing,
        confirm: context.console.confirm
      ).run()
    }
  }
}
