import Projects

package struct RemoveCommand: ProjectCommand {
  package var targets: [String] = []
  package var removesOutputs = false
  /// `-m`: commit to Git what was written.
  package var message: String?
  package var printsJSON = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "remove", "Stop tracking data, or take stages out of dvc.yaml; the data stay.",
    example: "remove data.csv.dvc",
    .flag("--outs", set: \.removesOutputs, "Delete the data too."),
    .text(
      "-m", "--message", placeholder: "<message>", set: \.message,
      "Commit the files changed for Git, with <message>."
    ).ours,
    .flag("--json", set: \.printsJSON, "Print what was changed as JSON.").ours,
    .positionals(
      "targets", atLeastOne: true, into: \.targets, "Pointer files, and stages of dvc.yaml."
    ).completing(.stages))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    try await handlingFailures {
      let changes = try await context.withProject { project in
        if let message { try project.checkCanCommit(message: message) }
        var request = RemoveRequest(targets: targets)
        request.outputs = removesOutputs
        var verb = try Remove(project, request)
        return try verb.run()
      }
      try ChangesOutput(context, printsJSON: printsJSON).finishQuietly(changes, message: message)
      return .success
    }
  }
}
