import Basics
import FileAccess
import Formats
import SourceControl
import SystemPackage

/// Makes Git call this program: before commits and pushes, after checkouts, and to merge pointer files.
package struct Install {
  private let project: Project
  /// The name that Git is to call.
  private let program: String
  /// The `PATH` on which the shell is found.
  private let searchPath: String

  package init(_ project: Project, program: String, searchPath: String) {
    self.project = project
    self.program = program
    self.searchPath = searchPath
  }

  /// Nothing happens in a project without Git.
  ///
  /// - Parameter usesPreCommitTool: leaves the hooks to the tool `pre-commit`, whose settings get an entry.
  package func run(usesPreCommitTool: Bool) throws {
    guard let git = project.git else { return }
    try git.configure([
      ("merge.dvc.name", "DVC merge driver"),
      (
        "merge.dvc.driver",
        "\(program) git-hook merge-driver --ancestor %O --our %A --their %B "
      ),
    ])
    if usesPreCommitTool {
      try addEntry(to: git.workTree.appending(".pre-commit-config.yaml"))
    } else {
      try installHooks(git)
    }
  }

  private func installHooks(_ git: GitRepository) throws {
    let names = ["post-checkout", "pre-commit", "pre-push"]
    let directory = git.hooksDirectory
    for name in names {
      let path = directory.appending(name)
      guard try FileStatus.ifExists(at: path, followingLinks: false) == nil else {
        throw CairnError(
          "Hook '\(name)' already exists. Please refer to <https://man.dvc.org/install> for more info."
        )
      }
    }
    try makeDirectories(directory)
    for name in names {
      let script = "#!\(shell)\nexec \(program) git-hook \(name) $@\n"
      try writeAtomically(Array(script.utf8), to: directory.appending(name), mode: 0o777)
    }
    if let other = try git.configuredHooksDirectory(), other != directory {
      project.warn("Git runs the hooks in '\(other)' (core.hooksPath), not those in '\(directory)'")
    }
  }

  /// The first `sh` on the search path.
  private var shell: String {
    for directory in searchPath.split(separator: ":") {
      let path = FilePath(String(directory)).appending("sh")
      // What cannot be looked at cannot be run.
      let status = try? FileStatus.ifExists(at: path)
      if let status, status.kind == .file, status.mode & 0o111 != 0 { return path.string }
    }
    return "/bin/sh"
  }

  private func addEntry(to file: FilePath) throws {
    let name = relativeText(file, from: project.absolute(project.directory))
    let original = try readFileIfExists(file)
    let bytes = try PreCommitConfiguration.addingHooks(to: original ?? [], name: name)
    if bytes != original { try writeAtomically(bytes, to: file) }
  }
}
