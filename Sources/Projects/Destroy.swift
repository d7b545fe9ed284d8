import Basics
import FileAccess
import Objects
import SystemPackage

/// Makes a project a directory like any other: what DVC keeps in it goes, the data stay.
package struct Destroy {
  private let project: Project

  package init(_ project: Project) {
    self.project = project
  }

  /// Makes all outputs independent of the cache, then deletes the files that define stages.
  ///
  /// Nothing is deleted unless all outputs are safe.
  package func removeStages() throws {
    let stages = try project.index.stages()
    let workspace = try Workspace(project)
    for stage in stages {
      for output in stage.outs {
        try checkInterruption()
        try workspace.unprotect(output)
      }
    }
    for stage in stages {
      let file = stage.address.file
      if !stage.isPointer { try removeFile(project.absolute(file.parent).appending("dvc.lock")) }
      try removeFile(project.absolute(file))
    }
  }

  /// Deletes `.dvcignore` and `.dvc` with the cache in it. The project's locks must be free.
  ///
  /// The settings go last: until then the same command can be run again.
  package func removeProject() throws {
    let control = project.controlDirectory
    try removeFile(project.root.appending(".dvcignore"))
    for name in ["cache", "tmp"] { try removeTree(control.appending(name)) }
    try removeTree(control)
  }
}
