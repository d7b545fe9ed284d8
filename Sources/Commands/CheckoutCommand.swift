import Basics

package struct CheckoutCommand: ProjectCommand {
  package var targets: [String] = []
  package var summarizes = false
  package var withDependencies = false
  package var isRecursive = false
  package var forces = false
  package var relinks = false
  package var allowsMissing = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "checkout", "Make the workspace hold what the pointer files say, from the cache.",
    example: "checkout data/images",
    .flag("--summary", set: \.summarizes, "Only count the changes."),
    .flag("-d", "--with-deps", set: \.withDependencies, "Also the stages that the targets need."),
    .flag("-R", "--recursive", set: \.isRecursive, "All that directories given as targets hold."),
    .flag("-f", "--force", set: \.forces, "Remove changed files even if the cache lacks them."),
    .flag("--relink", set: \.relinks, "Link or copy all files anew."),
    .flag("--allow-missing", set: \.allowsMissing, "Skip what the cache lacks."),
    .positionals("targets", into: \.targets, targetsHelp))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    // INTEGRATION: call the verb.
    throw CairnError("'checkout' is not built yet")
  }
}
