import Basics
import FileAccess
package import Formats
import Projects
package import SystemPackage
import Terminal

extension CommandContext {
  /// The root of the project around the current directory; nil outside of one.
  package func projectRoot() throws -> FilePath? {
    do {
      return try findProjectRoot(from: currentDirectory)
    } catch let error as CairnError where error.kind == .notAProject {
      return nil
    }
  }

  /// Reads the configuration files that apply.
  ///
  /// - Parameter root: the project's; nil outside of a project.
  package func configFiles(inProject root: FilePath?) throws -> ConfigFiles {
    let surroundings = ConfigSurroundings(
      root: root, currentDirectory: currentDirectory, environment: environment,
      home: environment["HOME"].map { FilePath($0) })
    return try ConfigFiles(in: surroundings) { try readFileIfExists($0) }
  }

  /// Plans what `request` asks of the settings here, and writes it; printing is left to the caller.
  func applied(_ request: ConfigRequest) throws -> ConfigPlan {
    let plan = try configFiles(inProject: projectRoot()).plan(request)
    for file in plan.writes {
      try makeDirectories(file.directory)
      try writeAtomically(file.contents ?? [], to: file.path, sync: true)
    }
    return plan
  }

  /// Does what `request` asks of the settings here, and prints what there is to say.
  func perform(
    _ request: ConfigRequest, print: (ConfigPlan) -> Void
  ) throws -> ExitStatus {
    let plan = try applied(request)
    plan.warnings.forEach(console.warn)
    print(plan)
    if let failure = plan.failure { throw failure }
    return plan.isMissing ? .failure : .success
  }

  func perform(_ request: ConfigRequest) throws -> ExitStatus {
    try perform(request) { plan in
      if !plan.output.isEmpty { console.print(plan.output.joined(separator: "\n")) }
    }
  }
}
