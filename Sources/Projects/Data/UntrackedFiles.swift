import Basics
import FileAccess
import SourceControl

/// Finds the files that Git neither tracks nor ignores. Nested repositories are passed over.
struct UntrackedFiles {
  private let git: GitRepository
  private var files: [RelativePath] = []

  init(_ git: GitRepository) {
    self.git = git
  }

  /// From the root of the working tree, sorted.
  mutating func find() throws -> [RelativePath] {
    var waiting = [RelativePath.root]
    while let directory = waiting.popLast() { waiting += try visit(directory) }
    let isTracked = try git.isTracked(files)
    return zip(files, isTracked).filter { !$0.1 }.map(\.0).sorted()
  }

  /// - Returns: the directories in `directory` that are not ignored.
  private mutating func visit(_ directory: RelativePath) throws -> [RelativePath] {
    let entries = try directoryEntries(git.workTree.appending(directory))
    let isRepository = entries.contains { $0.name.elementsEqual(".git".utf8) }
    if isRepository && !directory.isRoot { return [] }
    let inside = entries.filter { !$0.name.elementsEqual(".git".utf8) }
    let paths = inside.map { directory.appending($0.name[...]) }
    let isIgnored = try git.isIgnored(paths)
    let seen = inside.indices.filter { !isIgnored[$0] }
    files += seen.filter { !inside[$0].isDirectory }.map { paths[$0] }
    return seen.filter { inside[$0].isDirectory }.map { paths[$0] }
  }
}
