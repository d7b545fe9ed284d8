import Basics
import FileAccess
import SystemPackage

/// Follows `--cd`: the directory that `path` names, absolute and without symlinks.
func realDirectory(_ path: String, from current: FilePath) throws(CairnError) -> FilePath {
  func failed(_ code: Errno) -> CairnError {
    CairnError(
      "[Errno \(code.rawValue)] \(code): \(pythonQuoted(path))", kind: .unexpected)
  }
  guard !path.isEmpty else { throw failed(.noSuchFileOrDirectory) }
  do throws(FileError) {
    let real = try resolvePath(current.pushing(FilePath(path)))
    guard try FileStatus(at: real).kind == .directory else {
      throw FileError(.open, real, .notDirectory)
    }
    return real
  } catch {
    throw failed(error.errno)
  }
}
