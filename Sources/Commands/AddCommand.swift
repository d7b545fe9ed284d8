import Basics

package struct AddCommand: ProjectCommand {
  package var targets: [String] = []
  package var doesNotCommit = false
  package var globs = false
  package var out: String?
  package var sendsToRemote = false
  package var remote: String?
  package var remoteJobs: Int?
  package var forces = false
  package var doesNotRelink = false
  /// `-m`: commit to Git what was written.
  package var message: String?

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "add", "Track files and directories: move them into the cache, write their pointer files.",
    example: "add data/images",
    .flag("--no-commit", set: \.doesNotCommit, "Write the pointer file, store nothing."),
    .flag("--glob", set: \.globs, "Take targets as shell patterns."),
    .text("-o", "--out", placeholder: "<path>", set: \.out, "Put the data at <path>."),
    .flag(
      "--to-remote", set: \.sendsToRemote, "Upload straight to the remote, store nothing here."),
    .text(
      "-r", "--remote", placeholder: "<name>", set: \.remote, "The remote for --to-remote."),
    .number("--remote-jobs", set: \.remoteJobs, "How many uploads at a time, with --to-remote."),
    .flag("-f", "--force", set: \.forces, "Replace a file or directory that is there."),
    .flag(
      "--no-relink", set: \.doesNotRelink, "Leave the files as they are, link none to the cache."),
    .text(
      "-m", "--message", placeholder: "<message>", set: \.message,
      "Commit the files written for Git, with <message>."),
    .positionals("targets", atLeastOne: true, into: \.targets, "Files and directories to track."))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    // INTEGRATION: call the verb.
    throw CairnError("'add' is not built yet")
  }
}
