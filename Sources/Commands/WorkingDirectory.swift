import Basics
import Glibc
import SystemPackage

/// Follows `--cd`: the directory that `path` names, absolute and without symlinks.
func realDirectory(_ path: String, from current: FilePath) throws(CairnError) -> FilePath {
  let asked = current.pushing(FilePath(path))
  func failed(_ code: Int32) -> CairnError {
    CairnError(
      "[Errno \(code)] \(String(cString: strerror(code))): \(pythonRepr(path))", kind: .unexpected)
  }
  guard !path.isEmpty else { throw failed(ENOENT) }
  guard let resolved = asked.withPlatformString({ realpath($0, nil) }) else { throw failed(errno) }
  defer { free(resolved) }
  let real = FilePath(platformString: resolved)
  var status = stat()
  guard real.withPlatformString({ stat($0, &status) }) == 0 else { throw failed(errno) }
  guard status.st_mode & S_IFMT == S_IFDIR else { throw failed(ENOTDIR) }
  return real
}
