import Basics
import Projects
import Transports

extension CommandContext {
  /// Opens the project that holds the current directory; takes no lock.
  func openProject() throws -> Project {
    try Project(
      Project.Environment(
        currentDirectory: currentDirectory, variables: environment, transports: transports,
        progress: progress, commandLine: commandLine, waitsForLock: waitsForLock))
  }

  /// Opens the project and holds its main lock while `body` runs.
  func withProject<Result>(
    _ body: (Project) async throws -> Result
  ) async throws -> Result {
    let project = try openProject()
    return try await project.locked { try await body(project) }
  }
}
