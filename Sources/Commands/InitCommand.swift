import Basics

package struct InitCommand: ProjectCommand {
  package var withoutSCM = false
  package var forces = false
  package var isSubdirectory = false
  package var directory: String?

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "init", "Make a Git repository a project that tracks data.", example: "init",
    .flag("--no-scm", set: \.withoutSCM, "Do without Git."),
    .flag("-f", "--force", set: \.forces, "Remove a project that is there, with its cache."),
    .flag("--subdir", set: \.isSubdirectory, "Here is below the root of the Git repository."),
    .optional("directory", into: \.directory, "The directory; the current one without it."))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    throw CairnError("'init' is not built yet")
  }
}
