package import Basics
import FileAccess
package import SystemPackage

/// A tree of files whose names are meant to find mistakes: quotes, blanks, control characters, neighbours of
/// the slash in the order of bytes, both Unicode normal forms.
package struct OddTree: Sendable {
  package private(set) var files: [RelativePath: [UInt8]] = [:]

  /// Makes up a tree; the same seed makes the same tree.
  ///
  /// - Parameters:
  ///   - files: how many, at most.
  ///   - includingNonUTF8: whether names may hold bytes that are not UTF-8, which DVC refuses.
  package init(seed: UInt64, files count: Int = 40, includingNonUTF8: Bool = false) {
    var generator = SeededGenerator(seed: seed)
    var directories: [RelativePath] = [.root]
    while files.count < count {
      let parent = directories.randomElement(using: &generator) ?? .root
      let path = parent.appending(
        Self.name(includingNonUTF8: includingNonUTF8, using: &generator)[...])
      guard files[path] == nil, !directories.contains(path) else { continue }
      if Int.random(in: 0..<4, using: &generator) == 0 {
        directories.append(path)
      } else {
        files[path] = Self.content(using: &generator)
      }
    }
  }

  /// Writes the tree below `root`.
  package func write(to root: FilePath) throws {
    for (path, content) in files {
      try makeDirectories(root.appending(path.parent))
      try writeAtomically(content, to: root.appending(path))
    }
  }

  /// The paths, sorted by bytes.
  package var paths: [RelativePath] { files.keys.sorted() }

  private static let pieces: [String] = [
    "a", "b", "B", "0", "data", "-", ".", "+", "!", " ", "  ", "'", "\"", "\\", "\n", "\t", "#",
    "&",
    "*", "?", "[x]", "{y}", "$z", "%s", ":", ";", "<", ">", "|", "~", "@", "=", ",", "\u{7F}",
    "\u{1}", "é", "e\u{301}", "ü", "漢字", "😀", "\u{FF46}", "\u{2028}", "\u{A0}", "null", "true",
    "1e3", "2020-01-01", "yes", ".txt", ".csv", "very-long-name-part",
  ]

  private static func name(
    includingNonUTF8: Bool, using generator: inout SeededGenerator
  ) -> [UInt8] {
    var name: [UInt8] = []
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      name += (pieces.randomElement(using: &generator) ?? "a").utf8
    }
    if includingNonUTF8 && Int.random(in: 0..<5, using: &generator) == 0 { name += [0xFF, 0xC3] }
    let reserved = [".", "..", ".git", ".dvc", ".hg"].map { Array($0.utf8) }
    let isPointer = name.suffix(4).elementsEqual(".dvc".utf8)
    return reserved.contains(name) || isPointer ? name + Array("_".utf8) : name
  }

  private static func content(using generator: inout SeededGenerator) -> [UInt8] {
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: []
    case 1: Array("same\n".utf8)
    case 2: Array("a\r\nb\r\n".utf8)
    case 3: generator.bytes(Int.random(in: 100_000..<300_000, using: &generator))
    default: generator.bytes(Int.random(in: 1..<2000, using: &generator))
    }
  }
}
