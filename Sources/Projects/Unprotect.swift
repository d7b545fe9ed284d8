import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SystemPackage

/// Makes files of the workspace independent of the cache, whether they are tracked or not.
///
/// Like DVC it takes no lock: a stage's command may call it.
package struct Unprotect {
  private let project: Project

  package init(_ project: Project) {
    self.project = project
  }

  /// Targets are done one after another; those before one that fails stay done.
  package func run(_ targets: [String]) throws {
    let place = project.privateDirectory.appending("unprotect")
    let isAlone = try clearLeftovers(in: place)
    defer { isAlone?.release() }
    for target in targets {
      try checkInterruption()
      let path = project.absolute(project.directory).pushing(FilePath(target))
      try Self.unprotect(path, shown: target, in: project, temporaries: place)
    }
    try project.settle()
  }

  /// Removes what a run that was killed left, unless another one is at work.
  private func clearLeftovers(in place: FilePath) throws -> MainLock? {
    try makeDirectories(place)
    do {
      let lock = try MainLock(
        at: project.privateDirectory.appending("unprotect.lock"),
        patience: .init(attempts: 1, pause: .zero))
      try removeContents(of: place)
      return lock
    } catch is LockBusyError {
      return nil
    }
  }

  /// - Parameter shown: the path as the error names it when nothing is there.
  static func unprotect(
    _ path: FilePath, shown: String, in project: Project, temporaries: FilePath
  ) throws {
    guard try FileStatus.ifExists(at: path) != nil else {
      throw CairnError("can't unprotect non-existing data '\(shown)'", kind: .unexpected)
    }
    project.ledger.note(path.removingLastComponent())
    try project.cache(.md5).unprotect(path, temporaries: temporaries)
  }
}

extension Workspace {
  /// Makes a cached output independent of the cache, if it is here.
  func unprotect(_ output: Output) throws {
    guard output.entry.cache, let path = output.path else { return }
    let absolute = project.absolute(path)
    guard let status = try FileStatus.ifExists(at: absolute, followingLinks: false),
      try !project.ignore.isIgnored(path, isDirectory: status.kind == .directory)
    else { return }
    try Unprotect.unprotect(
      absolute, shown: absolute.string, in: project, temporaries: project.stagingDirectory)
  }
}
