import Basics
import Formats
import SourceControl

/// The names in a project that a shell can offer.
package struct CompletionWords {
  private let project: Project

  package init(_ project: Project) {
    self.project = project
  }

  package func remotes() -> [String] { project.settings.remoteNames }

  /// Pointer files and the stages of the `dvc.yaml` at hand.
  package func stages() throws -> [String] {
    try project.index.stages().map { $0.address.shown(from: project.directory) }
  }

  /// Tracked data, pointer files and stages.
  package func targets() throws -> [String] {
    let outputs = try project.index.outputs().compactMap(\.output.path).map(project.shown)
    return try outputs + stages()
  }

  /// Branches and tags.
  package func revisions() throws -> [String] {
    guard let git = project.git else { return [] }
    return try ["HEAD"] + (git.branches() + git.tags()).map(\.name)
  }
}
