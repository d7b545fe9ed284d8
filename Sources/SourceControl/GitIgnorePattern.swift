import Basics

/// One line of a `.gitignore` file.
struct GitIgnorePattern: Sendable, Equatable {
  let isNegated: Bool
  let needsDirectory: Bool
  private let shape: Shape

  private enum Shape: Sendable, Equatable {
    /// A name without wildcards, at any depth.
    case name([UInt8])
    /// `*text`, at any depth.
    case suffix([UInt8])
    /// A name with wildcards, at any depth.
    case nameGlob(GitGlob)
    /// A path without wildcards, from the directory of the file.
    case path([UInt8])
    /// A path with wildcards: the bytes before the first one, and the rest.
    case pathGlob(prefix: [UInt8], GitGlob)
  }

  /// Reads a line without its line end; nil for comments, empty lines and what can match nothing.
  init?(line: ArraySlice<UInt8>, ignoresCase: Bool) {
    var text = Self.withoutTrailingSpaces(line)
    guard let first = text.first, first != UInt8(ascii: "#") else { return nil }
    isNegated = first == UInt8(ascii: "!")
    if isNegated { text.removeFirst() }
    needsDirectory = text.last == UInt8(ascii: "/")
    if needsDirectory { text.removeLast() }
    guard let shape = Self.shape(of: text, ignoresCase) else { return nil }
    self.shape = shape
  }

  /// - Parameters:
  ///   - name: the last part of `path`.
  ///   - path: starts below the directory of the file that the pattern is from.
  func matches(name: ArraySlice<UInt8>, path: ArraySlice<UInt8>) -> Bool {
    switch shape {
    case .name(let wanted): name.elementsEqual(wanted)
    case .suffix(let wanted):
      name.count >= wanted.count && name.suffix(wanted.count).elementsEqual(wanted)
    case .nameGlob(let glob): glob.matches(name)
    case .path(let wanted): path.elementsEqual(wanted)
    case .pathGlob(let prefix, let glob):
      path.starts(with: prefix) && glob.matches(path.dropFirst(prefix.count))
    }
  }

  private static func shape(of text: ArraySlice<UInt8>, _ ignoresCase: Bool) -> Shape? {
    guard text.contains(UInt8(ascii: "/")) else { return nameShape(of: text, ignoresCase) }
    let path = text.first == UInt8(ascii: "/") ? text.dropFirst() : text
    if path.isEmpty { return nil }
    if isPlain(path), !ignoresCase { return .path(Array(path)) }
    let prefix = ignoresCase ? [] : path.prefix { !isSpecial($0) }
    let rest = path.dropFirst(prefix.count)
    return GitGlob(rest, matchesPaths: true, ignoresCase: ignoresCase).map {
      .pathGlob(prefix: Array(prefix), $0)
    }
  }

  private static func nameShape(of text: ArraySlice<UInt8>, _ ignoresCase: Bool) -> Shape? {
    if text.isEmpty { return nil }
    if isPlain(text), !ignoresCase { return .name(Array(text)) }
    if text.first == UInt8(ascii: "*"), isPlain(text.dropFirst()), !ignoresCase {
      return .suffix(Array(text.dropFirst()))
    }
    return GitGlob(text, matchesPaths: false, ignoresCase: ignoresCase).map { .nameGlob($0) }
  }

  private static func isPlain(_ text: ArraySlice<UInt8>) -> Bool {
    !text.contains(where: isSpecial)
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    "*?[\\".utf8.contains(byte)
  }

  /// Drops spaces at the end, but not one that a backslash protects.
  private static func withoutTrailingSpaces(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = line.startIndex
    var position = line.startIndex
    while position < line.endIndex {
      let byte = line[position]
      position += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte != UInt8(ascii: " ") { end = min(position, line.endIndex) }
    }
    return line[..<end]
  }
}
