import Basics
import FileAccess
package import SystemPackage

/// The nearest directory at or above `directory` that has a `.dvc` directory, on the same mount.
///
/// - Throws: `CairnError` of kind `notAProject` when there is none.
package func findProjectRoot(from directory: FilePath) throws -> FilePath {
  var candidate = directory
  while true {
    if try FileStatus.ifExists(at: candidate.appending(".dvc"))?.kind == .directory {
      return candidate
    }
    let parent = candidate.removingLastComponent()
    guard parent != candidate, try isSameMount(candidate, parent) else {
      throw CairnError(
        "you are not inside of a DVC repository (checked up to mount point '\(candidate)')",
        kind: .notAProject)
    }
    candidate = parent
  }
}

private func isSameMount(_ child: FilePath, _ parent: FilePath) throws -> Bool {
  try FileStatus(at: child).device == FileStatus(at: parent).device
}
