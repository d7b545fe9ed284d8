import Basics
import FileAccess
import SystemPackage

/// Remembers a move from before the first change to after the last, so that the same command finishes
/// one that was killed.
struct MoveJournal {
  /// A move that was begun.
  struct Entry: Equatable {
    var source: RelativePath
    /// As it was asked for; the data may have gone below it.
    var requested: FilePath
    var destination: RelativePath
    var oldFile: RelativePath
    var newFile: RelativePath
  }

  private let file: FilePath

  init(_ project: Project) {
    file = project.privateDirectory.appending("move")
  }

  func begin(_ entry: Entry) throws {
    let parts = [
      entry.source.bytes, entry.requested.bytes, entry.destination.bytes, entry.oldFile.bytes,
      entry.newFile.bytes,
    ]
    try makeDirectories(file.removingLastComponent())
    try writeAtomically(Array(parts.joined(separator: [0])), to: file)
  }

  func end() throws {
    try removeFile(file)
  }

  /// The move that did not come to its end; nil when all did.
  func unfinished() throws -> Entry? {
    guard let bytes = try readFileIfExists(file) else { return nil }
    let parts = bytes.split(separator: 0, omittingEmptySubsequences: false).map(Array.init)
    guard parts.count == 5 else { return nil }
    return Entry(
      source: RelativePath(bytes: parts[0]), requested: FilePath(bytes: parts[1]),
      destination: RelativePath(bytes: parts[2]), oldFile: RelativePath(bytes: parts[3]),
      newFile: RelativePath(bytes: parts[4]))
  }
}
