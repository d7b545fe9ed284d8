import CPlatform
import Glibc
package import SystemPackage

/// Waits until all that was written to the file system that holds `path` is on the disk: one call for
/// any number of files.
package func syncFileSystem(holding path: FilePath) throws(FileError) {
  let file = try OpenFile(path, .sync, flags: O_RDONLY)
  try systemCall(.sync, path) { cairn_syncfs(file.descriptor) }
}
