package import Basics
import Synchronization
package import SystemPackage

/// The Git repository around a project.
///
/// Asks libgit2 where it can, and the `git` program where libgit2 gives up: SHA-256, reftable, split and
/// sparse indexes, partial clones, filters, and whatever else it refuses.
package final class GitRepository: Sendable {
  /// Who answers.
  package enum Engine: Sendable {
    case library
    case program
  }

  package let directory: GitDirectory
  let environment: [String: String]
  let program: GitProgram?
  private let state: Mutex<State>

  private struct State: Sendable {
    var engine: Engine
    var backend: any GitBackend
  }

  /// Opens the repository that `path`, an absolute path, lies in; nil when there is none.
  ///
  /// - Parameter environment: stands for the process's own: `HOME`, `PATH`, `GIT_CONFIG_GLOBAL` and so on.
  ///   `GIT_DIR` and its relatives are ignored: the repository is the one around the project.
  package static func open(
    at path: FilePath, environment: [String: String]
  ) throws(SourceControlError) -> GitRepository? {
    guard let directory = GitDirectory.find(from: path) else { return nil }
    return try GitRepository(directory, environment: environment)
  }

  /// - Parameter engine: the program answers from the start when asked for here, and when the environment
  ///   holds configuration of which libgit2 knows nothing.
  package init(
    _ directory: GitDirectory, environment: [String: String], preferring engine: Engine = .library
  ) throws(SourceControlError) {
    self.directory = directory
    self.environment = environment
    program = GitProgram.find(in: environment)
    let hasOtherConfiguration = ["GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"].contains {
      environment[$0] != nil
    }
    if engine == .program || hasOtherConfiguration, let program {
      let backend = try ProgramBackend(directory, program: program)
      state = Mutex(State(engine: .program, backend: backend))
    } else {
      state = Mutex(try Self.choose(directory, environment, program))
    }
  }

  package var engine: Engine { state.withLock { $0.engine } }

  /// The root of the working tree.
  package var workTree: FilePath {
    get throws(SourceControlError) {
      if let workTree = directory.workTree { return workTree }
      throw SourceControlError(.bareRepository, directory.gitDirectory.string)
    }
  }

  /// The place of an absolute path in the working tree.
  package func relativePath(of path: FilePath) throws(SourceControlError) -> RelativePath {
    let root = try workTree
    var rest = path.lexicallyNormalized()
    guard rest.removePrefix(root) else {
      throw SourceControlError(.outsideWorkTree, path.string, detail: root.string)
    }
    return RelativePath(bytes: rest.bytes)
  }

  /// Asks the backend; a question that libgit2 fails to answer is put to the `git` program, which then
  /// answers all that follow.
  func ask<Answer: Sendable>(
    _ question: (any GitBackend) throws(SourceControlError) -> Answer
  ) throws(SourceControlError) -> Answer {
    let current = state.withLock { $0 }
    do throws(SourceControlError) {
      return try question(current.backend)
    } catch {
      guard current.engine == .library, error.code == .libraryFailed else { throw error }
      guard let program else { throw Self.programMissing(error) }
      let backend = try ProgramBackend(directory, program: program)
      state.withLock { $0 = State(engine: .program, backend: backend) }
      return try question(backend)
    }
  }

  private static func programMissing(_ error: SourceControlError) -> SourceControlError {
    SourceControlError(.programMissing, "this repository", detail: error.detail)
  }

  private static func choose(
    _ directory: GitDirectory, _ environment: [String: String], _ program: GitProgram?
  ) throws(SourceControlError) -> State {
    do throws(SourceControlError) {
      let backend = try LibGit2Backend(directory, environment: environment)
      return State(engine: .library, backend: backend)
    } catch {
      guard let program else {
        throw error.code == .libraryFailed ? Self.programMissing(error) : error
      }
      let backend = try ProgramBackend(directory, program: program)
      guard error.code == .unsafeOwner,
        let trusted = try? LibGit2Backend(  // the program that just agreed is as good
          directory, environment: environment, trustingOwner: true)
      else { return State(engine: .program, backend: backend) }
      return State(engine: .library, backend: trusted)
    }
  }
}
