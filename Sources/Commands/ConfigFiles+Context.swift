import FileAccess
package import Formats
package import SystemPackage

extension CommandContext {
  /// Reads the configuration files that apply.
  ///
  /// - Parameter root: the project's; nil outside of a project.
  package func configFiles(inProject root: FilePath?) throws -> ConfigFiles {
    let surroundings = ConfigSurroundings(
      root: root, currentDirectory: currentDirectory, environment: environment,
      home: environment["HOME"].map { FilePath($0) })
    return try ConfigFiles(in: surroundings) { try readFileIfExists($0) }
  }
}
