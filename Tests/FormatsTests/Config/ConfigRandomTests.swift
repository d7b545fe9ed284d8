import Basics
import TestSupport
import Testing

@testable import Formats

/// Random texts made of what means something in the formats.
@Suite struct ConfigRandomTests {
  private static let pieces = [
    "a", "é", " ", "\t", "'", "\"", "'''", "\"\"\"", ",", "#", "=", "[", "]", "\n", "\r",
    "\u{2028}",
    "\\", "%(a)s", "/", "~", "*", "!", "k = ", "[s]\n", "['remote \"r\"']\nurl = ",
  ]

  private static func text(_ generator: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0..<14, using: &generator))
      .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
  }

  @Test func everyTextIsReadOrRefused() {
    var generator = SeededGenerator(seed: 20)
    for _ in 0..<3000 {
      let bytes = Array(Self.text(&generator).utf8)
      _ = try? ConfigTable(parsing: bytes)  // Whether it is refused does not matter here.
      var rules = IgnoreRules.builtIn
      try? rules.add(bytes, in: RelativePath("d"))  // The same.
      _ = rules.isIgnored(RelativePath("d/a/é"), isDirectory: true)
    }
  }

  @Test func everyValueThatIsWrittenReadsTheSame() throws {
    var generator = SeededGenerator(seed: 21)
    let name = try ConfigName(parsing: "exp.code")
    for _ in 0..<1000 {
      let value = Self.text(&generator)
      let files = ConfigFiles.inProject([.project: "# c\n[exp]\ncode = x\n"])
      for keepsFormatting in [true, false] {
        // A value that is refused has nothing to be read.
        guard let plan = try? files.plan(.set(name, to: value), keepsFormatting: keepsFormatting),
          let bytes = plan.writes.first?.contents
        else { continue }
        let table = try ConfigTable(parsing: bytes)
        #expect(table[["exp", "code"]] == .string(value), "\(value)")
      }
    }
  }
}
