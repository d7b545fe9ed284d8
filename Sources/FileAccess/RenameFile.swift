import Glibc
package import SystemPackage

/// Renames, replacing a file that is already at `destination`.
package func renameFile(_ source: FilePath, to destination: FilePath) throws(FileError) {
  try systemCall(.rename, source, to: destination) {
    source.withPlatformString { from in destination.withPlatformString { rename(from, $0) } }
  }
}

/// Removes the file or symbolic link at `path`; false when there was none.
@discardableResult
package func removeFile(_ path: FilePath) throws(FileError) -> Bool {
  do {
    try systemCall(.remove, path) { path.withPlatformString { unlink($0) } }
    return true
  } catch  where error.isNotFound {
    return false
  }
}

/// Removes the directory at `path` if it is empty; false when it is not, or there is none.
@discardableResult
package func removeDirectoryIfEmpty(_ path: FilePath) throws(FileError) -> Bool {
  do {
    try systemCall(.remove, path) { path.withPlatformString { rmdir($0) } }
    return true
  } catch  where error.isNotFound || [.directoryNotEmpty, .fileExists].contains(error.errno) {
    return false
  }
}

/// Where the symbolic link at `path` points, as it is written there.
package func readLink(_ path: FilePath) throws(FileError) -> FilePath {
  var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
  let count = try systemCall(.read, path) {
    path.withPlatformString { readlink($0, &buffer, buffer.count - 1) }
  }
  buffer[count] = 0
  return FilePath(platformString: buffer)
}

/// The absolute path of what is at `path`, without symbolic links, `.` and `..`.
package func resolvePath(_ path: FilePath) throws(FileError) -> FilePath {
  let resolved = path.withPlatformString { realpath($0, nil) }
  guard let resolved else { throw FileError(.status, path, Errno(rawValue: errno)) }
  defer { free(resolved) }
  return FilePath(platformString: resolved)
}
