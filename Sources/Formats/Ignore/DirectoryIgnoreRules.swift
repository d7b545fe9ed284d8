import Basics

/// Ignore rules narrowed to the entries of one directory. The directory itself is taken as seen.
package struct DirectoryIgnoreRules: Sendable {
  /// In the order of precedence: the first check that applies decides.
  private var checks: [Check] = []

  private struct Check: Sendable {
    let pattern: IgnorePattern
    /// Nil when every name matches.
    let name: NamePattern?
    let needsDirectory: Bool
    /// The bytes that a name must begin and end with, where the pattern says so: most names fail here.
    private let first: UInt8?
    private let last: UInt8?

    /// Nil when the pattern can match no entry of `directory`.
    init?(
      _ pattern: IgnorePattern, directory: RelativePath, _ components: [ArraySlice<UInt8>]
    ) {
      self.pattern = pattern
      switch pattern.reach(into: directory, components) {
      case nil: return nil
      case .everyEntry:
        name = nil
        needsDirectory = pattern.scope == .directories
      case .name(let name):
        self.name = name
        needsDirectory = pattern.scope != .path
      }
      first = name?.firstByte
      last = name?.lastByte
    }

    func applies(to name: ArraySlice<UInt8>, isDirectory: Bool) -> Bool {
      if needsDirectory && !isDirectory { return false }
      if let first, first != name.first { return false }
      if let last, last != name.last { return false }
      return self.name?.matches(name) ?? true
    }

    var alwaysApplies: Bool { name == nil && !needsDirectory }
  }

  init(_ patterns: [IgnorePattern], directory: RelativePath) {
    let components = directory.components
    var end = patterns.endIndex
    while end > 0 {
      let start = Self.runStart(patterns, before: end)
      let run = patterns[start..<end].compactMap { Check($0, directory: directory, components) }
      checks += run.filter { !$0.needsDirectory } + run.filter(\.needsDirectory)
      if run.contains(where: \.alwaysApplies) { return }
      end = start
    }
  }

  /// Where the run that ends before `end` starts. A run is a lone negated pattern, or patterns of one
  /// file which are alike in whether they end in a slash.
  ///
  /// The order within a run changes nothing but which pattern is named as the one that decided: DVC
  /// names the first.
  private static func runStart(_ patterns: [IgnorePattern], before end: Int) -> Int {
    let last = patterns[end - 1]
    let previous = patterns[..<(end - 1)].lastIndex { pattern in
      last.isNegated || pattern.isNegated || !pattern.origin.isSameSource(as: last.origin)
        || (pattern.scope == .directories) != (last.scope == .directories)
    }
    return previous.map { $0 + 1 } ?? 0
  }

  /// Whether no entry can be ignored.
  package var isEmpty: Bool { checks.isEmpty }

  /// The pattern that decides about the entry `name`; nil when none matches.
  package func match(_ name: ArraySlice<UInt8>, isDirectory: Bool) -> IgnoreMatch? {
    check(name, isDirectory)?.pattern.match
  }

  package func isIgnored(_ name: ArraySlice<UInt8>, isDirectory: Bool) -> Bool {
    guard let check = check(name, isDirectory) else { return false }
    return !check.pattern.isNegated
  }

  /// Judges many entries at once: the answers are in the order of `names`.
  package func ignored(
    _ names: [(name: ArraySlice<UInt8>, isDirectory: Bool)]
  ) -> [Bool] {
    names.map { isIgnored($0.name, isDirectory: $0.isDirectory) }
  }

  private func check(_ name: ArraySlice<UInt8>, _ isDirectory: Bool) -> Check? {
    for index in checks.indices where checks[index].applies(to: name, isDirectory: isDirectory) {
      return checks[index]
    }
    return nil
  }
}
