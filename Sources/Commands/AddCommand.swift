import Basics
import Projects

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
  package var printsJSON = false

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
      "Commit the files written for Git, with <message>."
    ).ours,
    .flag("--json", set: \.printsJSON, "Print what was written as JSON.").ours,
    .positionals("targets", atLeastOne: true, into: \.targets, "Files and directories to track.")
      .completing(.files))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    try await handlingFailures {
      try refuseContradictions()
      let report = try await context.withProject { project in
        if let message { try project.checkCanCommit(message: message) }
        if out != nil || sendsToRemote { return try await addElsewhere(project) }
        var request = AddRequest(targets: targets)
        request.globs = globs
        request.commits = !doesNotCommit
        request.relinks = !doesNotRelink
        var verb = try Add(project, request)
        return try verb.run()
      }
      try ChangesOutput(context, printsJSON: printsJSON).finish(report, message: message)
      return .success
    }
  }

  private func refuseContradictions() throws {
    let isElsewhere = sendsToRemote || out != nil
    let refused =
      isElsewhere
      ? [
        (targets.count > 1, "multiple targets"), (globs, "--glob option"),
        (doesNotCommit, "--no-commit option"),
      ] : [(remote != nil, "--remote"), (remoteJobs ?? 0 != 0, "--remote-jobs")]
    guard let (_, what) = refused.first(where: \.0) else { return }
    let with =
      isElsewhere ? sendsToRemote ? "with --to-remote" : "with --out" : "without --to-remote"
    throw CairnError("\(what) can't be used \(with)")
  }

  private func addElsewhere(_ project: Project) async throws -> ProjectChanges {
    var request = AddElsewhereRequest(source: targets[0])
    request.out = out
    request.toRemote = sendsToRemote
    request.remote = remote
    request.jobs = remoteJobs
    request.forces = forces
    var verb = try AddElsewhere(project, request)
    return try await verb.run()
  }
}
