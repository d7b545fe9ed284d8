import FileAccess
import SystemPackage
import TestSupport

/// Trees of files with odd names, contents and modes, such as DVC accepts.
struct RandomTrees {
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  /// Makes the directories `t000` and on.
  mutating func makeTrees(_ count: Int, in directory: FilePath) throws {
    for index in 0..<count {
      let digits = String(index + 1000).dropFirst()
      let tree = directory.appending("t\(digits)")
      try makeDirectories(tree)
      try fill(tree, depth: 0)
    }
  }

  /// Makes files with odd names.
  mutating func makeFiles(_ count: Int, in directory: FilePath) throws {
    for index in 0..<count {
      // A number keeps `*.dvc` of one file from being the name of another.
      try makeFile(directory.appending("\(index)\(oddName())"))
    }
  }

  private mutating func fill(_ directory: FilePath, depth: Int) throws {
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      let path = directory.appending(oddName())
      guard try FileStatus.ifExists(at: path) == nil else { continue }
      if depth < 4, Int.random(in: 0..<4, using: &random) == 0 {
        try makeDirectories(path)
        try fill(path, depth: depth + 1)
      } else {
        try makeFile(path)
      }
    }
  }

  private mutating func makeFile(_ path: FilePath) throws {
    let mode: UInt32 = [0o644, 0o600, 0o755, 0o444].randomElement(using: &random) ?? 0o644
    try writeAtomically(oddContent(), to: path, mode: mode)
  }

  private mutating func oddContent() -> [UInt8] {
    switch Int.random(in: 0..<5, using: &random) {
    case 0: []
    case 1: Array("shared content\n".utf8)
    case 2: Array("line\r\nline \(Int.random(in: 0..<50, using: &random))\r\n".utf8)
    default:
      (0..<Int.random(in: 1...600, using: &random)).map { _ in .random(in: 0...255, using: &random)
      }
    }
  }

  private static let pieces = [
    "a", "B", "data", "file", ".", "..", "-", "_", " ", "  ", "\n", "\t", "\u{7f}", "\u{1}", "\"",
    "'",
    "\\", "é", "e\u{301}", "ü", "日本", "😀", "ｆ", "\u{2028}", "\u{feff}", "\u{a0}", "\u{200d}", "ß",
    "ẞ",
    "%", "%(x)s", "${y}", "#", "!", "[1]", "*", "?", ":", ": ", " #", ",", "&", "@", "`", "|", "~",
    "=",
    "true", "null", "1e3", "0x1F", "2020-01-01", ".txt", ".csv", ".tmp", "<", ">", "{", "}", "^",
    "$", "\u{10ffff}",
  ]

  private mutating func oddName() -> String {
    let count = Int.random(in: 1...6, using: &random)
    let name = (0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "x" }.joined()
    return name.unicodeScalars.allSatisfy { $0 == "." } ? name + "x" : name
  }
}
