import Basics
import SystemPackage

/// The ignore rules of a working tree, each file read once, each directory judged once.
///
/// For one batch of questions: what changes on disk later is not noticed.
struct GitIgnoreRules {
  /// The files that hold for the whole tree, most important first.
  struct Sources: Sendable {
    let workTree: FilePath
    let shared: [FilePath]
    let ignoresCase: Bool
  }

  /// The patterns of one file, the last line first.
  private struct RuleFile {
    let directory: RelativePath
    let patterns: [GitIgnorePattern]
  }

  private struct Directory {
    var isIgnored = false
    /// The files that have a say about its entries, most important first.
    var files: [RuleFile]
  }

  private let sources: Sources
  private var directories: [RelativePath: Directory] = [:]

  init(_ sources: Sources) {
    self.sources = sources
    let shared = sources.shared.map { rules(at: $0, for: .root) }
    let own = rules(at: sources.workTree.appending(".gitignore"), for: .root)
    directories[.root] = Directory(files: ([own] + shared).filter { !$0.patterns.isEmpty })
  }

  /// Whether a path, or a directory above it, is ignored. A path that does not exist counts as a file.
  mutating func isIgnored(_ path: RelativePath) -> Bool {
    if path.isRoot { return false }
    let parent = directory(path.parent)
    return parent.isIgnored || verdict(path, parent.files, isKnownDirectory: false)
  }

  private mutating func directory(_ path: RelativePath) -> Directory {
    if let known = directories[path] { return known }
    var result = directory(path.parent)
    if !result.isIgnored {
      result.isIgnored = verdict(path, result.files, isKnownDirectory: true)
    }
    if !result.isIgnored {
      let file = sources.workTree.appending(path).appending(".gitignore")
      let own = rules(at: file, for: path)
      if !own.patterns.isEmpty { result.files.insert(own, at: 0) }
    }
    directories[path] = result
    return result
  }

  /// What the first pattern that matches says.
  private func verdict(
    _ path: RelativePath, _ files: [RuleFile], isKnownDirectory: Bool
  ) -> Bool {
    let name = path.name
    var isDirectory = isKnownDirectory ? true : nil
    for file in files {
      let start = file.directory.isRoot ? 0 : file.directory.bytes.count + 1
      for pattern in file.patterns where pattern.matches(name: name, path: path.bytes[start...]) {
        if pattern.needsDirectory {
          let found = isDirectory ?? self.isDirectory(path)
          isDirectory = found
          if !found { continue }
        }
        return !pattern.isNegated
      }
    }
    return false
  }

  private func isDirectory(_ path: RelativePath) -> Bool {
    SmallFile.isDirectory(
      sources.workTree.appending(path), followingLinks: false)
  }

  private func rules(at path: FilePath, for directory: RelativePath) -> RuleFile {
    var text = (SmallFile.read(path, followingLinks: isShared(path)) ?? [])[...]
    if text.starts(with: [0xef, 0xbb, 0xbf]) { text = text.dropFirst(3) }
    let lines = text.split(separator: UInt8(ascii: "\n")).map { line in
      line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }
    let patterns = lines.compactMap {
      GitIgnorePattern(line: $0, ignoresCase: sources.ignoresCase)
    }
    return RuleFile(directory: directory, patterns: patterns.reversed())
  }

  /// Git reads no `.gitignore` that is a symbolic link, but follows links to the files for all trees.
  private func isShared(_ path: FilePath) -> Bool {
    sources.shared.contains(path)
  }
}
