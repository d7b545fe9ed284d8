import Basics
import Projects
import Terminal

package struct DestroyCommand: ProjectCommand {
  package var forces = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "destroy", "Remove all that DVC keeps in the project, with the cache; the data stay.",
    details: "Deletes pointer files, dvc.yaml and dvc.lock, .dvcignore and .dvc.",
    example: "destroy",
    .flag("-f", "--force", set: \.forces, "Do not ask."))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let project = try context.openProject()
    return try await handlingFailures("failed to destroy DVC") {
      guard forces || context.console.confirmFromInput(Self.question) else {
        throw CairnError(
          "cannot destroy without a confirmation from the user. Use `-f` to force.")
      }
      let verb = Destroy(project)
      try await project.locked { try verb.removeStages() }
      try verb.removeProject()
      return .success
    }
  }

  private static let question = """
    This will destroy all information about your pipelines, all data files, as well as cache in \
    .dvc/cache.
    Are you sure you want to continue?
    """
}
