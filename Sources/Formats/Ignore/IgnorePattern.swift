import Basics

/// One pattern of a `.dvcignore` file, in the dialect of DVC 3.67.1 (pathspec 1.1).
///
/// It differs from Git's in that a pattern which matches a directory also matches all that lies below
/// it, so that a later `!directory` brings back what earlier patterns hid there.
struct IgnorePattern: Sendable {
  /// Which entries a pattern with these parts applies to.
  enum Scope: Sendable {
    /// Whatever the parts match, and everything below.
    case path
    /// `name/`: directories that the parts match, and the directories below.
    case directories
    /// `name/**`: a directory that the parts match, and everything below.
    case contents
  }

  enum Part: Sendable {
    /// `**`: any number of directories.
    case gap
    case name(NamePattern)
  }

  let origin: IgnoreMatch.Origin
  /// The pattern as its line has it, without the white space around it.
  let text: [UInt8]
  let isNegated: Bool
  let scope: Scope
  /// The directory of the file the pattern stands in: it applies below only.
  let base: RelativePath
  /// How many parts `base` has.
  let baseDepth: Int
  /// Empty when everything below `base` matches. A gap is always followed by a name.
  let parts: [Part]

  init(
    origin: IgnoreMatch.Origin, text: [UInt8], isNegated: Bool, scope: Scope, base: RelativePath,
    parts: [Part]
  ) {
    self.origin = origin
    self.text = text
    self.isNegated = isNegated
    self.scope = scope
    self.base = base
    baseDepth = base.components.count
    self.parts = parts
  }

  var match: IgnoreMatch { IgnoreMatch(origin: origin, pattern: text, isNegated: isNegated) }
}

extension IgnorePattern {
  /// What a pattern says about the entries of one directory.
  enum Reach {
    /// It matches the directory itself or one above, and so every entry.
    case everyEntry
    /// It matches the entries whose names match.
    case name(NamePattern)
  }

  /// Narrows the pattern to the entries of `directory`; nil when it can match none of them.
  ///
  /// - Parameter components: of the directory, so that they are taken apart once for all patterns.
  func reach(into directory: RelativePath, _ components: [ArraySlice<UInt8>]) -> Reach? {
    guard directory.bytes.starts(with: base.bytes), components.count >= baseDepth else {
      return nil
    }
    if baseDepth > 0, components[baseDepth - 1].endIndex != base.bytes.count { return nil }
    if parts.isEmpty { return .everyEntry }
    var positions = closed(1)
    for component in components.dropFirst(baseDepth) {
      positions = advanced(positions, over: component)
      if positions & (1 << parts.count) != 0 { return .everyEntry }
      if positions == 0 { return nil }
    }
    guard positions & (1 << (parts.count - 1)) != 0, case .name(let name)? = parts.last else {
      return nil
    }
    return .name(name)
  }

  /// The positions in `parts`, one bit each, after `component` was matched at each of `positions`.
  private func advanced(_ positions: UInt64, over component: ArraySlice<UInt8>) -> UInt64 {
    var next: UInt64 = 0
    for index in parts.indices where positions & (1 << index) != 0 {
      switch parts[index] {
      case .gap: next |= 1 << index
      case .name(let name): if name.matches(component) { next |= 1 << (index + 1) }
      }
    }
    return closed(next)
  }

  /// Adds the positions that are reached over a gap which stands for no directory at all.
  private func closed(_ positions: UInt64) -> UInt64 {
    var positions = positions
    for index in parts.indices where positions & (1 << index) != 0 {
      if case .gap = parts[index] { positions |= 1 << (index + 1) }
    }
    return positions
  }
}
