import FileAccess
import SystemPackage

/// A directory that is built out of sight and gets its name in one step, or is removed.
struct StagingDirectory: ~Copyable {
  let path: FilePath

  /// - Parameters:
  ///   - destination: where the directory will go; nothing is there yet.
  ///   - preferred: a private directory; a place beside the destination serves when that is on another
  ///     file system.
  init(for destination: FilePath, preferred: FilePath) throws(FileError) {
    path = try Self.make(for: destination, preferred: preferred)
  }

  private static func make(
    for destination: FilePath, preferred: FilePath
  ) throws(FileError) -> FilePath {
    let path = temporaryPath(in: try temporaryHome(for: destination, preferred: preferred))
    try makeDirectories(path)
    return path
  }

  consuming func publish(as destination: FilePath) throws(FileError) {
    try renameFile(path, to: destination)
  }

  deinit {
    _ = try? removeTree(path)  // gone when it was published; a leftover holds copies only
  }
}
