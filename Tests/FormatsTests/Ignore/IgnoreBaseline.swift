import Basics

/// What DVC and Git said about ignore patterns: `fixtures/ignore/cases.txt`.
struct IgnoreBaseline {
  struct Entry {
    let path: RelativePath
    let isDirectory: Bool
  }

  struct Case: Sendable, CustomStringConvertible {
    let name: String
    var files: [RelativePath: [UInt8]] = [:]
    /// What `dvc check-ignore --details` prints; nothing for paths that no pattern matches.
    var matches: [RelativePath: [UInt8]] = [:]
    var ignoredByGit: Set<RelativePath> = []

    var description: String { name }
  }

  let entries: [Entry]
  let cases: [Case]

  init() throws {
    var entries: [Entry] = []
    var cases: [Case] = []
    var directory = RelativePath.root
    for line in try Fixtures.lines("ignore/cases.txt") {
      let (word, rest) = Self.split(line, at: " ")
      let last = cases.count - 1
      switch word {
      case "entry":
        let (kind, path) = Self.split(rest, at: " ")
        entries.append(Entry(path: Self.path(path), isDirectory: kind == "d"))
      case "case": cases.append(Case(name: rest))
      case "file":
        directory = rest == "." ? .root : Self.path(rest)
        cases[last].files[directory] = []
      case "|": cases[last].files[directory]? += Fixtures.decoded(rest) + [0x0A]
      case "dvc":
        let (path, match) = Self.split(rest, at: "\t")
        cases[last].matches[Self.path(path)] = Fixtures.decoded(match)
      default: cases[last].ignoredByGit.insert(Self.path(rest))
      }
    }
    self.entries = entries
    self.cases = cases
  }

  private static func split(_ line: String, at separator: Character) -> (String, String) {
    guard let index = line.firstIndex(of: separator) else { return (line, "") }
    return (String(line[..<index]), String(line[line.index(after: index)...]))
  }

  private static func path(_ text: String) -> RelativePath {
    RelativePath(bytes: Fixtures.decoded(text))
  }
}
