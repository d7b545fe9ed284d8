/// What a word on the command line names.
enum CommandNode: Sendable {
  case command(any ProjectCommand.Type)
  case group(CommandGroup)
  /// DVC has it and Cairn not yet.
  case notBuilt(summary: String)

  var summary: String {
    switch self {
    case .command(let type): type.help.summary
    case .group(let group): group.summary
    case .notBuilt(let summary): "\(summary) (not built yet)"
    }
  }
}

/// Commands that share their first word; the whole program is one too.
struct CommandGroup: Sendable {
  struct Entry: Sendable {
    /// The name, then its aliases.
    var names: [String]
    var isHidden = false
    var node: CommandNode

    init(
      _ name: String, _ alias: String? = nil, isHidden: Bool = false, is node: CommandNode
    ) {
      names = [name] + (alias.map { [$0] } ?? [])
      self.isHidden = isHidden
      self.node = node
    }
  }

  /// Empty for the whole program.
  var name: String
  /// What argparse calls the missing word.
  var argument: String
  var summary: String
  var example: String
  var entries: [Entry]

  var choices: [String] { entries.flatMap(\.names) }

  func entry(named name: String) -> Entry? {
    entries.first { $0.names.contains { $0.utf8.elementsEqual(name.utf8) } }
  }

  var help: HelpText {
    let flags = name.isEmpty ? GlobalFlags.beforeCommand : GlobalFlags.everywhere
    var help = HelpText(
      usage: name, summary: summary, example: example, positionals: [],
      options: flags.map(\.helpRow))
    help.commands = entries.filter { !$0.isHidden }.map {
      (name: $0.names.joined(separator: ", "), summary: $0.node.summary)
    }
    return help
  }
}
