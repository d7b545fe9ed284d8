import Projects

package struct InstallCommand: ProjectCommand {
  package var usesPreCommitTool = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "install", "Make Git show the status before commits, check data out, and push them.",
    example: "install",
    .flag(
      "--use-pre-commit-tool", set: \.usesPreCommitTool,
      "Leave the hooks to pre-commit (https://pre-commit.com)."))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let project = try context.openProject()
    return try await handlingFailures("failed to install DVC Git hooks") {
      let verb = Install(
        project, program: context.invokedAs.rawValue,
        searchPath: context.environment["PATH"] ?? "/bin:/usr/bin")
      try verb.run(usesPreCommitTool: usesPreCommitTool)
      return .success
    }
  }
}
