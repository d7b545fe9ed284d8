import Glibc
package import SystemPackage

/// Makes the directory at `path` and those above it that are missing.
///
/// - Parameter mode: exact permission bits of the directories that are made; without it 0777 less the
///   umask.
/// - Returns: whether `path` itself was made.
@discardableResult
package func makeDirectories(_ path: FilePath, mode: UInt32? = nil) throws(FileError) -> Bool {
  do {
    return try makeDirectory(path, mode: mode)
  } catch  where error.errno == .noSuchFileOrDirectory {
    let parent = path.removingLastComponent()
    guard parent != path, !parent.isEmpty else { throw error }
    try makeDirectories(parent, mode: mode)
    return try makeDirectory(path, mode: mode)
  }
}

/// Makes one directory; false when it is already there.
private func makeDirectory(_ path: FilePath, mode: UInt32?) throws(FileError) -> Bool {
  do {
    try systemCall(.create, path) { path.withPlatformString { mkdir($0, 0o777) } }
  } catch  where error.errno == .fileExists {
    if try FileStatus.ifExists(at: path)?.kind == .directory { return false }
    throw error
  }
  if let mode { try setMode(mode, of: path) }
  return true
}

/// Sets the permission bits of what is at `path`, following a symbolic link.
package func setMode(_ mode: UInt32, of path: FilePath) throws(FileError) {
  try systemCall(.changeMode, path) { path.withPlatformString { chmod($0, mode) } }
}
