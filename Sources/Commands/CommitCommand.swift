import Basics
import Projects
import Terminal

package struct CommitCommand: ProjectCommand {
  package var targets: [String] = []
  package var forces = false
  package var withDependencies = false
  package var isRecursive = false
  package var doesNotRelink = false
  /// `-m`: commit to Git what was written.
  package var message: String?
  package var printsJSON = false

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
      "Commit the files written for Git, with <message>."
    ).ours,
    .flag("--json", set: \.printsJSON, "Print what was written as JSON.").ours,
    .positionals("targets", into: \.targets, targetsHelp))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    var changes: ProjectChanges?
    for target in targets.isEmpty ? [nil] : targets.map(Optional.some) {
      let subject = target.map { " \($0)" } ?? ""
      let report = try await handlingFailures("failed to commit\(subject)") {
        try await context.withProject { project in
          if let message { try project.checkCanCommit(message: message) }
          var verb = try Commit(project, request(target), confirm: context.console.confirm)
          return try verb.run()
        }
      }
      for line in report.messages { context.console.print(line) }
      changes = changes?.merging(report) ?? report
    }
    if let changes {
      try ChangesOutput(context, printsJSON: printsJSON).finishQuietly(changes, message: message)
    }
    return .success
  }

  private func request(_ target: String?) -> CommitRequest {
    var request = CommitRequest()
    request.targets = target.map { [$0] } ?? []
    request.options = TargetResolver.Options(
      withDependencies: withDependencies, isRecursive: isRecursive)
    request.forces = forces
    request.relinks = !doesNotRelink
    return request
  }
}

/// What every command that takes tracked targets says of them.
let targetsHelp = "Tracked files or directories, pointer files, stages; all when none is given."
