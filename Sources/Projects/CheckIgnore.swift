import Basics
import FileAccess
package import Formats
import SystemPackage

/// Tells which paths `.dvcignore` files hide.
package struct CheckIgnore {
  /// What there is to say of one path.
  package struct Report: Sendable {
    /// As it was asked for.
    package var target: String
    /// The pattern that decides; nil when none matches.
    package var match: IgnoreMatch?

    package var isIgnored: Bool { match.map { !$0.isNegated } ?? false }
  }

  private let project: Project

  package init(_ project: Project) {
    self.project = project
  }

  /// - Parameter target: a path that need not exist; outside of the project nothing matches.
  package func run(_ target: String) throws -> Report {
    let path = project.absolute(project.directory).pushing(FilePath(target))
      .lexicallyNormalized()
    guard let relative = path.relative(to: project.root) else { return Report(target: target) }
    let isDirectory = try FileStatus.ifExists(at: path)?.kind == .directory
    return Report(
      target: target, match: try project.ignore.explain(relative, isDirectory: isDirectory))
  }
}
