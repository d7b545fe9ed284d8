import Projects

package struct MoveCommand: ProjectCommand {
  package var source = ""
  package var destination = ""
  /// `-m`: commit to Git what was written.
  package var message: String?
  package var printsJSON = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "move", "Give tracked data another name or place, and their pointer file with them.",
    example: "move data.csv raw/data.csv",
    .text(
      "-m", "--message", placeholder: "<message>", set: \.message,
      "Commit the files changed for Git, with <message>."
    ).ours,
    .flag("--json", set: \.printsJSON, "Print what was changed as JSON.").ours,
    .required("src", into: \.source, "The tracked file or directory.").completing(.targets),
    .required("dst", into: \.destination, "Its new path, or a directory to put it into."))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let what = "'\(source)' -> '\(destination)'"
    let changes = try await handlingFailures("failed to move \(what)") {
      try await context.withProject { project in
        if let message { try project.checkCanCommit(message: message) }
        var verb = try Move(project, MoveRequest(source, to: destination))
        return try verb.run()
      }
    }
    try await handlingFailures {
      try ChangesOutput(context, printsJSON: printsJSON).finish(changes, message: message)
    }
    return .success
  }
}
