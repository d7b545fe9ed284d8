import Basics
import FileAccess
import Projects
import SystemPackage
import Terminal
import Transports

extension CommandContext {
  /// Opens the project that holds the current directory; takes no lock.
  ///
  /// - Throws: `OpeningFailure`, which no command handles.
  func openProject() throws -> Project {
    try openProject(from: currentDirectory)
  }

  /// Opens another project: the one that holds `path`.
  func openProject(holding path: String) throws -> Project {
    let directory = currentDirectory.pushing(FilePath(path))
    guard try FileStatus.ifExists(at: directory)?.kind == .directory else {
      throw CairnError("directory '\(path)' does not exist", kind: .notAProject)
    }
    return try openProject(from: resolvePath(directory))
  }

  private func openProject(from directory: FilePath) throws -> Project {
    do {
      var surroundings = Project.Environment(
        currentDirectory: directory, variables: environment, transports: transports,
        progress: progress, commandLine: commandLine, waitsForLock: waitsForLock,
        skipsSync: flags.skipsSync,
        warn: { [console] in console.warn($0) })
      surroundings.remark = { [console] in console.detail($0) }
      return try Project(surroundings)
    } catch let error as any UserFacingError {
      throw OpeningFailure(userError: error.userError)
    }
  }

  /// Opens the project and holds its main lock while `body` runs.
  func withProject<Result>(
    _ body: (Project) async throws -> Result
  ) async throws -> Result {
    let project = try openProject()
    return try await project.locked { try await body(project) }
  }
}
