import Basics

package struct CommitCommand: ProjectCommand {
  package var targets: [String] = []
  package var forces = false
  package var withDependencies = false
  package var isRecursive = false
  package var doesNotRelink = false
  /// `-m`: commit to Git what was written.
  package var message: String?

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "commit", "Store the data as they are now, and record them.",
    example: "commit data.dvc",
    .flag("-f", "--force", set: \.forces, "Do not ask, even if what was recorded has changed."),
    .flag("-d", "--with-deps", set: \.withDependencies, "Also the stages that the targets need."),
    .flag("-R", "--recursive", set: \.isRecursive, "All that directories given as targets hold."),
    .flag(
      "--no-relink", set: \.doesNotRelink, "Leave the files as they are, link none to the cache."),
    .text(
      "-m", "--message", placeholder: "<message>", set: \.message,
      "Commit the files written for Git, with <message>."),
    .positionals("targets", into: \.targets, targetsHelp))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    // INTEGRATION: call the verb.
    throw CairnError("'commit' is not built yet")
  }
}

/// What every command that takes tracked targets says of them.
let targetsHelp = "Tracked files or directories, pointer files, stages; all when none is given."
