import Basics
import Formats
import Projects
import SystemPackage
import Terminal

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
    if withoutSCM && isSubdirectory {
      throw CairnError("Cannot initialize repo with `--no-scm` and `--subdir`")
    }
    _ = try Configuration(context.configFiles(inProject: nil))
    let creation = try await handlingFailures("failed to initiate DVC") {
      try ProjectCreation(request(context), environment: context.environment)
    }
    try creation.apply()
    context.console.print(Self.welcome(mentionsGit: creation.git != nil))
    return .success
  }

  private func request(_ context: CommandContext) -> ProjectCreation.Request {
    ProjectCreation.Request(
      directory: context.currentDirectory.pushing(FilePath(directory ?? "")),
      currentDirectory: context.currentDirectory, usesSourceControl: !withoutSCM,
      isSubdirectory: isSubdirectory, replaces: forces)
  }

  private static func welcome(mentionsGit: Bool) -> String {
    """
    Initialized DVC repository.
    \(mentionsGit ? "\nYou can now commit the changes to git.\n" : "")
    What's next?
    ------------
    - Check out the documentation: <https://dvc.org/doc>
    - Get help and share ideas: <https://dvc.org/chat>
    - Star us on GitHub: <https://github.com/treeverse/dvc>
    """
  }
}
