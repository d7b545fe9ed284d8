import Projects
import SystemPackage
import Terminal

package struct RootCommand: ProjectCommand {
  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "root", "Print the way to the root of the project.", example: "root", [])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let root = try findProjectRoot(from: context.currentDirectory)
    context.console.print(relativeText(root, from: context.currentDirectory))
    return .success
  }
}
