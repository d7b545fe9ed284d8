import Basics
import FileAccess
import SystemPackage

/// The paths of all that is not a directory, relative to `root`.
func filesBelow(_ root: FilePath) throws -> [String] {
  try entriesBelow(root).filter { !$0.isDirectory }
    .compactMap { $0.path.relative(to: root)?.string }
}

/// `root` and all directories below it.
func directoriesBelow(_ root: FilePath) throws -> [FilePath] {
  try [root] + entriesBelow(root).filter(\.isDirectory).map(\.path)
}

private func entriesBelow(_ directory: FilePath) throws -> [(path: FilePath, isDirectory: Bool)] {
  let names = try DirectoryNames(of: OpenFile(directory, .list, flags: 0)).names
  return try names.flatMap { name -> [(path: FilePath, isDirectory: Bool)] in
    let path = directory.appending(pathBytes: name)
    let isDirectory = try FileStatus(at: path, followingLinks: false).kind == .directory
    return [(path, isDirectory)] + (isDirectory ? try entriesBelow(path) : [])
  }
}
