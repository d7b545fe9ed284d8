import Basics
import FileAccess
import Formats
import SystemPackage

extension Project {
  /// Runs `body` while no other process, DVC's included, changes the same paths.
  func withPathsLocked<Result>(
    reading read: [FilePath] = [], writing written: [FilePath] = [],
    _ body: () throws -> Result
  ) throws -> Result {
    let directory = absolute(directory)
    let lock = RWLock(
      file: temporaryDirectory.appending("rwlock"), name: { relativeText($0, from: directory) },
      warn: warn)
    return try lock.withPaths(
      read: read, write: written, command: commandLine, waiting: waitsForLock
    ) {
      try FailPoint.hit("paths-locked")
      return try body()
    }
  }

  /// Runs `body` holding the project's main lock, which DVC takes too. What it did is on the disk when
  /// this returns.
  package func locked<Result>(_ body: () async throws -> Result) async throws -> Result {
    try prepareControlDirectory()
    let lock = try MainLock.acquire(at: temporaryDirectory.appending("lock"), waiting: waitsForLock)
    defer { lock.release() }
    if try FileStatus.ifExists(at: stagingDirectory) != nil {
      try removeContents(of: stagingDirectory)
    }
    try recoverCache()
    let result: Result
    do {
      result = try await body()
    } catch {
      // The command fails for a reason of its own; what is not synced stays marked.
      if !Interruption.isRequested { try? settle() }
      throw error
    }
    try settle()
    return result
  }

  /// Makes what DVC expects below `.dvc`: the directory for temporaries and the file that dates the
  /// project.
  private func prepareControlDirectory() throws {
    if settings.usesHardlinkLock {
      throw CairnError(
        "'core.hardlink_lock' is not supported by Cairn yet", kind: .configuration,
        hints: ["cairn config --unset core.hardlink_lock"])
    }
    try makeDirectories(temporaryDirectory)
    let birth = temporaryDirectory.appending("btime")
    if try FileStatus.ifExists(at: birth) == nil { try writeAtomically([], to: birth) }
  }
}
