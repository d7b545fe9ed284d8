import Projects
import Terminal

package struct CICacheKeyCommand: ProjectCommand {
  package var targets: [String] = []
  package var revision: String?

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "ci cache-key", "Print a key for a cache of data between runs.",
    details:
      "A digest of the IDs of all objects that the targets need at a commit: the same on every machine, and "
      + "another exactly when the data are. Reads Git alone: a part of a directory has the key of all of it.",
    example: "ci cache-key data/images",
    .text("--rev", placeholder: "<commit>", set: \.revision, "The commit; HEAD without it."),
    .positionals("targets", into: \.targets, targetsHelp))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let project = try context.openProject()
    let key = try CIVerb(project, targets: targets, revision: revision ?? "HEAD").cacheKey()
    context.console.printAlways(key)
    return .success
  }
}
