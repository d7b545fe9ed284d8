package import Basics
import Synchronization

/// The ignore rules of a whole project, read as directories are asked about.
///
/// May be used from several threads.
package final class IgnoreTree: Sendable {
  /// Where the tree looks: the working tree, or a Git revision.
  package struct Source: Sendable {
    /// The bytes of the `.dvcignore` in a directory; nil when it has none.
    package var contents: @Sendable (_ directory: RelativePath) throws -> [UInt8]?
    /// Whether a directory holds an entry named `.dvc`.
    package var isProject: @Sendable (_ directory: RelativePath) -> Bool

    package init(
      contents: @escaping @Sendable (_ directory: RelativePath) throws -> [UInt8]?,
      isProject: @escaping @Sendable (_ directory: RelativePath) -> Bool
    ) {
      self.contents = contents
      self.isProject = isProject
    }
  }

  private struct State {
    /// The rules of the directories that add to their parent's.
    var rules: [RelativePath: IgnoreRules] = [.root: .builtIn]
    var visited: Set<RelativePath> = []
    var failure: (any Error)?
  }

  private let source: Source
  private let state = Mutex(State())

  package init(_ source: Source) {
    self.source = source
  }

  package func isIgnored(_ path: RelativePath, isDirectory: Bool) throws -> Bool {
    try explain(path, isDirectory: isDirectory).map { !$0.isNegated } ?? false
  }

  /// The pattern that decides about `path`: of the topmost ignored directory above it, or else the
  /// last one that matches it. Nil when no pattern matches.
  package func explain(_ path: RelativePath, isDirectory: Bool) throws -> IgnoreMatch? {
    var directory = RelativePath.root
    for component in path.components {
      let child = directory.appending(component)
      let isLast = child == path
      let match = try explain(child, in: directory, isDirectory: !isLast || isDirectory)
      if isLast { return match }
      if let match, !match.isNegated { return match }
      directory = child
    }
    return nil
  }

  /// A filter for a walk of `root`, which tells for each entry of a directory whether it is ignored.
  ///
  /// Directories are filtered after their parents. The filter reads `.dvcignore` files that it meets;
  /// when one cannot be read it ignores the whole directory, and `checkWalk()` throws.
  package func filter(
    below root: RelativePath
  ) throws -> @Sendable (RelativePath, [(name: ArraySlice<UInt8>, isDirectory: Bool)]) -> [Bool] {
    try load(chainTo: root)
    return { directory, names in self.ignored(in: directory, names) }
  }

  /// Throws the first error that a filter met.
  package func checkWalk() throws {
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// The rules for the entries of `directory`, with those of the directories above.
  package func rules(for directory: RelativePath) throws -> IgnoreRules {
    try load(chainTo: directory)
    return state.withLock { Self.nearestRules($0, directory) }
  }
}

extension IgnoreTree {
  private func explain(
    _ path: RelativePath, in directory: RelativePath, isDirectory: Bool
  ) throws -> IgnoreMatch? {
    if isDirectory, source.isProject(path) {
      return IgnoreMatch(
        origin: .subproject(name: Array(path.name)), pattern: [], isNegated: false)
    }
    let rules = try rules(for: directory)
    return rules.entries(of: directory).match(path.name, isDirectory: isDirectory)
  }

  private func ignored(
    in directory: RelativePath, _ names: [(name: ArraySlice<UInt8>, isDirectory: Bool)]
  ) -> [Bool] {
    let isOtherProject = !directory.isRoot && Self.has(".dvc", names)
    if isOtherProject { return Array(repeating: true, count: names.count) }
    do {
      if Self.has(".dvcignore", names) { try load(directory) }
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
      return Array(repeating: true, count: names.count)
    }
    let rules = state.withLock { Self.nearestRules($0, directory) }
    return rules.entries(of: directory).ignored(names)
  }

  private static func has(
    _ wanted: StaticString, _ names: [(name: ArraySlice<UInt8>, isDirectory: Bool)]
  ) -> Bool {
    wanted.withUTF8Buffer { wanted in names.contains { $0.name.elementsEqual(wanted) } }
  }

  private func load(chainTo directory: RelativePath) throws {
    if state.withLock({ $0.visited.contains(directory) }) { return }
    if !directory.isRoot { try load(chainTo: directory.parent) }
    try load(directory)
  }

  /// Reads the `.dvcignore` of `directory`, whose ancestors have been loaded.
  private func load(_ directory: RelativePath) throws {
    let contents = try source.contents(directory)
    var rules = state.withLock { Self.nearestRules($0, directory) }
    if let contents { try rules.add(contents, in: directory) }
    state.withLock { [rules] state in
      guard state.visited.insert(directory).inserted else { return }
      if contents != nil { state.rules[directory] = rules }
    }
  }

  private static func nearestRules(_ state: State, _ directory: RelativePath) -> IgnoreRules {
    if state.rules.count == 1 { return state.rules[.root] ?? .builtIn }
    var directory = directory
    while true {
      if let rules = state.rules[directory] { return rules }
      if directory.isRoot { return .builtIn }
      directory = directory.parent
    }
  }
}
