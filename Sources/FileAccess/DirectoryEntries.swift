import Basics
import Glibc
package import SystemPackage

/// A name in a directory.
package struct DirectoryEntry: Sendable, Equatable {
  package var name: [UInt8]
  /// Whether it is a directory itself; a symbolic link is not, wherever it leads.
  package var isDirectory: Bool
}

/// What is directly in the directory at `path`, in the order of the file system; nothing when there is
/// no such directory.
package func directoryEntries(_ path: FilePath) throws(FileError) -> [DirectoryEntry] {
  guard let names = try names(in: path) else { return [] }
  var entries: [DirectoryEntry] = []
  for index in names.indices {
    var isDirectory = names.types[index] == UInt8(DT_DIR)
    if names.types[index] == UInt8(DT_UNKNOWN) {
      let child = path.appending(pathBytes: names[index])
      isDirectory = try FileStatus.ifExists(at: child, followingLinks: false)?.kind == .directory
    }
    entries.append(DirectoryEntry(name: Array(names[index]), isDirectory: isDirectory))
  }
  return entries
}

/// The names directly in the directory at `path`; none when there is no such directory.
package func directoryNames(_ path: FilePath) throws(FileError) -> [ArraySlice<UInt8>] {
  guard let names = try names(in: path) else { return [] }
  return names.indices.map { names[$0] }
}

private func names(in path: FilePath) throws(FileError) -> DirectoryNames? {
  do {
    return try DirectoryNames(of: OpenFile(path, .list, flags: O_RDONLY | O_DIRECTORY))
  } catch  where error.isNotFound {
    return nil
  }
}
