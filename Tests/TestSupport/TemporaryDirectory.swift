import Basics
import FileAccess
package import SystemPackage

/// A directory of its own for one test, with a unique name, removed with its content when the last reference goes.
///
/// Keep a reference as long as the path is used: `let scratch = try TemporaryDirectory()` and
/// `withExtendedLifetime(scratch) { … }`, or make it a property of the suite.
package final class TemporaryDirectory: Sendable {
  /// Absolute and without symbolic links.
  package let path: FilePath

  /// Makes the directory below `parent`, or below `/tmp`.
  package init(in parent: FilePath = "/tmp") throws {
    let path = try resolvePath(parent).appending("cairn-test-" + uniqueToken())
    try makeDirectories(path, mode: 0o755)
    self.path = path
  }

  deinit {
    do {
      try removeTree(path)
    } catch {
      print("left behind: \(error)")
    }
  }

  /// Writes a file below the directory, with the directories above it, and returns its path.
  @discardableResult
  package func write(
    _ content: String, to name: String, mode: UInt32? = nil
  ) throws -> FilePath {
    guard mode == 0o755 else { return try write(Array(content.utf8), to: name, mode: mode) }
    let file = try place(name)
    try writeProgram(content, to: file)
    return file
  }

  @discardableResult
  package func write(
    _ content: [UInt8], to name: String, mode: UInt32? = nil
  ) throws -> FilePath {
    let file = try place(name)
    try writeAtomically(content, to: file, mode: mode)
    return file
  }

  /// The path of a file, in a directory that is there.
  private func place(_ name: String) throws -> FilePath {
    let file = path.appending(pathBytes: Array(name.utf8)[...])
    try makeDirectories(file.removingLastComponent())
    return file
  }

  /// Makes a directory below this one, and returns its path.
  @discardableResult
  package func makeDirectory(_ name: String) throws -> FilePath {
    let directory = path.appending(pathBytes: Array(name.utf8)[...])
    try makeDirectories(directory)
    return directory
  }

  package func read(_ name: String) throws -> String {
    String(decoding: try readFile(path.appending(name)), as: UTF8.self)
  }
}
