package import Basics

/// The patterns of some `.dvcignore` files, and DVC's own: which paths of a project stay unseen.
///
/// The last pattern that matches decides. What lies in an ignored directory is ignored, whatever
/// patterns say about it. Patterns apply below the directory of their file only, so the rules of
/// several directories may be held in one value; files nearer the root are added first.
package struct IgnoreRules: Sendable {
  private(set) var patterns: [IgnorePattern]

  /// What DVC ignores everywhere: `.hg/`, `.git/`, `.git`, `.dvc/`.
  package static let builtIn = IgnoreRules(
    patterns: [".hg/", ".git/", ".git", ".dvc/"].compactMap { text in
      // These four are well formed.
      try? IgnorePattern(text: Array(text.utf8), origin: .builtIn, base: .root)
    })

  /// Patterns of a command line, which apply from the root.
  package init(patterns: [String]) throws(IgnoreError) {
    self.patterns = []
    for (index, text) in patterns.enumerated() {
      if let pattern = try IgnorePattern(line: Array(text.utf8)[...], number: index + 1, in: .root)
      {
        self.patterns.append(pattern)
      }
    }
  }

  init(patterns: [IgnorePattern]) {
    self.patterns = patterns
  }

  /// Adds the `.dvcignore` file of `directory`; an ignored file counts for nothing.
  package mutating func add(
    _ contents: [UInt8], in directory: RelativePath
  ) throws(IgnoreError) {
    let name = Array(".dvcignore".utf8)[...]
    if entries(of: directory).isIgnored(name, isDirectory: false) { return }
    for (index, line) in PythonText.lines(contents).enumerated() {
      guard let pattern = try IgnorePattern(line: line, number: index + 1, in: directory) else {
        continue
      }
      patterns.append(pattern)
    }
  }

  /// Adds a directory that is a project of its own.
  package mutating func add(subproject directory: RelativePath) {
    patterns.append(
      IgnorePattern(
        literal: directory.name, origin: .subproject(name: Array(directory.name)),
        base: directory.parent))
  }

  /// The rules for the entries of `directory`, to be made once and asked for each name.
  package func entries(of directory: RelativePath) -> DirectoryIgnoreRules {
    DirectoryIgnoreRules(patterns, directory: directory)
  }

  package func isIgnored(_ path: RelativePath, isDirectory: Bool) -> Bool {
    explain(path, isDirectory: isDirectory).map { !$0.isNegated } ?? false
  }

  /// For each of `paths`, which are those of files below `directory`, whether it is ignored. Neighbours in
  /// one directory cost least.
  package func ignored(_ paths: PackedPaths, below directory: RelativePath) -> [Bool] {
    var last: (parent: RelativePath, isIgnored: Bool, rules: DirectoryIgnoreRules)?
    return paths.indices.map { index in
      let path = directory.appending(paths[index])
      if last?.parent != path.parent {
        let isIgnored = isIgnored(path.parent, isDirectory: true)
        last = (path.parent, isIgnored, entries(of: path.parent))
      }
      guard let last, !last.isIgnored else { return true }
      return last.rules.isIgnored(path.name, isDirectory: false)
    }
  }

  /// The pattern that decides about `path`: of the topmost ignored directory above it, or else the
  /// last one that matches it. Nil when no pattern matches.
  package func explain(_ path: RelativePath, isDirectory: Bool) -> IgnoreMatch? {
    var directory = RelativePath.root
    for component in path.components {
      let child = directory.appending(component)
      let isLast = child == path
      let match = entries(of: directory).match(component, isDirectory: !isLast || isDirectory)
      if isLast { return match }
      if let match, !match.isNegated { return match }
      directory = child
    }
    return nil
  }
}
