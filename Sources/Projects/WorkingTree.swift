package import Basics
import FileAccess
package import Formats
package import SourceControl
package import SystemPackage

/// The project's files as they are now.
package struct WorkingTree: SourceTree {
  package let root: FilePath
  package let ignore: IgnoreTree
  package let git: GitRepository?

  package var name: String { "workspace" }
  package var revision: String? { nil }

  package func read(_ path: RelativePath) throws -> [UInt8]? {
    try readFileIfExists(root.appending(path))
  }

  package func entries(of directory: RelativePath) throws -> [SourceEntry] {
    try directoryEntries(root.appending(directory)).map {
      SourceEntry(name: $0.name, isDirectory: $0.isDirectory)
    }
  }

  package func hidden(_ entries: [SourceEntry], in directory: RelativePath) throws -> [Bool] {
    let filter = try ignore.filter(below: directory)
    var hidden = filter(directory, entries.map { ($0.name[...], $0.isDirectory) })
    try ignore.checkWalk()
    guard let git else { return hidden }
    let asked = entries.indices.filter { index in
      !hidden[index]
        && (entries[index].isDirectory || StageCollector.isStageFile(entries[index].name))
    }
    let here = try git.relativePath(of: root).appending(directory)
    let paths = asked.map { here.appending(entries[$0].name[...]) }
    for (index, isIgnored) in zip(asked, try git.isIgnored(paths)) where isIgnored {
      hidden[index] = true
    }
    return hidden
  }
}
