import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

@testable import Commands

/// `Documentation/Commands.md` is made of what the parser knows.
@Suite struct ReferenceTests {
  /// `CAIRN_REFERENCE_RECORD=1` writes it anew.
  @Test func isCurrent() throws {
    let file = projectRoot.appending("Documentation/Commands.md")
    let rendered = Reference().rendered
    if variable("CAIRN_REFERENCE_RECORD") != nil {
      try writeAtomically(Array(rendered.utf8), to: file)
    }
    let written = String(decoding: try readFile(file), as: UTF8.self)
    #expect(written == rendered, "CAIRN_REFERENCE_RECORD=1 Scripts/test --filter ReferenceTests")
  }
}

/// The command reference in Markdown.
private struct Reference {
  private let commands = Self.commands(below: .program)

  var rendered: String {
    let contents = commands.map { "[\($0.usage)](#\($0.anchor))" }.joined(separator: " · ")
    let blocks = [Self.introduction, contents, shared] + commands.map(section) + [notBuilt]
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private static let introduction = """
    # Commands

    Made from what `cairn --help` and the parser know, by the tests; edits here are lost. Every
    command takes DVC 3.67.1's flags with DVC's meaning; flags of Cairn's own are `-m`, `--json` where
    DVC has none, `--recheck`, `--include`, `--exclude`, `pull --max-size` and `--no-sync`. [Compatibility.md](Compatibility.md) lists what differs.
    """

  private var shared: String {
    "## Everywhere\n\n" + table("Option", GlobalFlags.everywhere.map(\.helpRow), \.label)
      + "\n\nBefore the command:\n\n"
      + table("Option", GlobalFlags.beforeCommand.map(\.helpRow), \.label)
  }

  private func section(_ help: HelpText) -> String {
    let common = Set(GlobalFlags.everywhere.map(\.helpRow.label))
    let options = help.options.filter { !common.contains($0.label) }
    let usage = (["cairn", help.usage, "[options]"] + help.positionals.map(\.usage))
    return [
      "## \(help.usage)", help.summary, help.details,
      "    \(usage.joined(separator: " "))", "Example: `cairn \(help.example)`",
      help.positionals.isEmpty ? nil : table("Argument", help.positionals, \.usage),
      options.isEmpty ? nil : table("Option", options, \.label),
    ].compactMap(\.self).joined(separator: "\n\n")
  }

  private func table(
    _ title: String, _ rows: [HelpText.Row], _ label: (HelpText.Row) -> String
  ) -> String {
    let lines = rows.map { "| `\(escaped(label($0)))` | \(escaped($0.help)) |" }
    return (["| \(title) | |", "|---|---|"] + lines).joined(separator: "\n")
  }

  private func escaped(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }

  private var notBuilt: String {
    let names = Self.notBuilt(below: .program).map { "`\($0)`" }.joined(separator: ", ")
    return "## Not built yet\n\nThese parse and are refused by name: \(names)."
  }

  private static func commands(below group: CommandGroup) -> [HelpText] {
    group.entries.flatMap { entry -> [HelpText] in
      switch entry.node {
      case .command(let type): [type.help]
      case .group(let inner): commands(below: inner)
      case .notBuilt: []
      }
    }
  }

  private static func notBuilt(below group: CommandGroup) -> [String] {
    group.entries.flatMap { entry -> [String] in
      let name = [group.name, entry.names[0]].filter { !$0.isEmpty }.joined(separator: " ")
      return switch entry.node {
      case .command: []
      case .group(let inner): notBuilt(below: inner)
      case .notBuilt: [name]
      }
    }
  }
}

extension HelpText {
  fileprivate var anchor: String { usage.split(separator: " ").joined(separator: "-") }
}
