import Basics
import FileAccess
package import SystemPackage

/// The paths of all that is not a directory, relative to `root`, by their names alone: what vanishes
/// meanwhile is not there.
///
/// - Throws: when there is no `root`.
package func filesBelow(_ root: FilePath) throws -> [String] {
  try treeEntries(root).filter { !$0.isDirectory }.compactMap { $0.path.relative(to: root)?.string }
}

/// `root` and all directories below it.
package func directoriesBelow(_ root: FilePath) throws -> [FilePath] {
  try [root] + treeEntries(root).filter(\.isDirectory).map(\.path)
}

private func treeEntries(_ root: FilePath) throws -> [(path: FilePath, isDirectory: Bool)] {
  _ = try FileStatus(at: root)
  return try entriesBelow(root)
}

private func entriesBelow(_ directory: FilePath) throws -> [(path: FilePath, isDirectory: Bool)] {
  try directoryEntries(directory).flatMap { entry -> [(path: FilePath, isDirectory: Bool)] in
    let path = directory.appending(pathBytes: entry.name[...])
    return [(path, entry.isDirectory)] + (entry.isDirectory ? try entriesBelow(path) : [])
  }
}
