import Projects

package struct UnprotectCommand: ProjectCommand {
  package var targets: [String] = []

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "unprotect", "Replace links into the cache by files of their own, which may be changed.",
    example: "unprotect data/images",
    .positionals("targets", atLeastOne: true, into: \.targets, "Files and directories.")
      .completing(.files))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    try await handlingFailures {
      try Unprotect(context.openProject()).run(targets)
      return .success
    }
  }
}
