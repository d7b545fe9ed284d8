import Basics
import FileAccess
import SystemPackage

/// Remembers how far a `remove` has come until all of it is safe, so that the same command goes on
/// where one was killed.
struct RemoveJournal {
  private let file: FilePath
  /// The directory, the options and the targets.
  private let request: [[UInt8]]

  init(_ project: Project, _ request: RemoveRequest) {
    file = project.privateDirectory.appending("remove")
    let words = [request.outputs ? "--outs" : ""] + request.targets
    self.request = [project.directory.bytes] + words.map { Array($0.utf8) }
  }

  /// The last target that such a command began with; -1 when none was killed.
  func begun() throws -> Int {
    let parts = try readFileIfExists(file)?.split(separator: 0, omittingEmptySubsequences: false)
    guard let parts, parts.dropFirst().map(Array.init) == request else { return -1 }
    return Int(String(decoding: parts[0], as: UTF8.self)) ?? -1
  }

  /// - Parameter earlier: how far an earlier run had come.
  func begin(_ target: Int, after earlier: Int) throws {
    let index = Array(String(max(target, earlier)).utf8)
    try makeDirectories(file.removingLastComponent())
    try writeAtomically(Array(([index] + request).joined(separator: [0])), to: file)
  }

  func end() throws {
    try removeFile(file)
  }
}
