import Basics
package import SystemPackage

/// Replaces the content of the file at `path`, or creates it, in one step.
///
/// A reader sees the old bytes or the new ones. A symbolic link is written through.
///
/// - Parameters:
///   - mode: the exact permission bits; without it those of the file that is replaced, or 0666 less
///     the umask.
///   - temporaryDirectory: on the same file system; without it the file's own directory.
///   - sync: whether the bytes are on the disk before the name changes.
package func writeAtomically(
  _ bytes: [UInt8], to path: FilePath, mode: UInt32? = nil, temporaryDirectory: FilePath? = nil,
  sync: Bool = false
) throws(FileError) {
  let target = try finalTarget(of: path)
  let replaced = try FileStatus.ifExists(at: target)
  let temporary = try TemporaryFile(
    in: temporaryDirectory ?? target.directory, mode: replaced == nil ? 0o666 : 0o600)
  if let mode = mode ?? replaced?.permissions { try temporary.file.setMode(mode) }
  do {
    try temporary.file.write(bytes)
    try FailPoint.hit("write-atomically", path)
    if sync { try temporary.file.sync() }
  } catch {
    throw FileError(error.operation, path, error.errno)
  }
  try temporary.publish(as: target)
}

/// The path that writing to `path` changes: where symbolic links lead, which need not exist.
private func finalTarget(of path: FilePath) throws(FileError) -> FilePath {
  var target = path
  for _ in 0..<40 {
    guard try FileStatus.ifExists(at: target, followingLinks: false)?.kind == .symlink else {
      return target
    }
    target = target.directory.pushing(try readLink(target))
  }
  throw FileError(.open, path, .tooManySymbolicLinkLevels)
}

extension FilePath {
  /// The directory that holds what is at this path; `.` for a bare name.
  var directory: FilePath {
    let parent = removingLastComponent()
    return parent.isEmpty ? "." : parent
  }
}
