/// The options that belong to no command: `-q`, `-v` and `--no-sync` anywhere, the others before the
/// command.
package struct GlobalFlags: Sendable, Equatable {
  package var isQuiet = false
  /// How often `-v` was given.
  package var verbosity = 0
  package var changeDirectory: String?
  package var waitsForLock = false
  /// Ours: do not wait until what was written is on the disk.
  package var skipsSync = false

  struct Flag: Sendable {
    enum Meaning { case help, quiet, verbose, version, changeDirectory, waitForLock, noSync }

    var meaning: Meaning
    var shape: ArgumentShape
    var placeholder = ""
    var help: String

    init(
      _ meaning: Meaning, _ names: [String], placeholder: String = "", _ help: String,
      isOurs: Bool = false
    ) {
      self.meaning = meaning
      self.placeholder = placeholder
      self.help = help
      shape = ArgumentShape(
        names: names, arity: placeholder.isEmpty ? .none : .one, isPositional: false,
        completion: .directories)
      shape.isOurs = isOurs
    }

    var helpRow: HelpText.Row { HelpText.Row(shape: shape, placeholder: placeholder, help: help) }
  }

  /// What every command takes.
  static let everywhere = [
    Flag(.help, ["-h", "--help"], "Show this help and exit."),
    Flag(.quiet, ["-q", "--quiet"], "Print nothing; the exit code tells."),
    Flag(.verbose, ["-v", "--verbose"], "Say more; -vv says still more."),
    Flag(
      .noSync, ["--no-sync"], "Do not wait until what was written is safe on the disk.",
      isOurs: true),
  ]

  /// What the program takes before the command.
  static let beforeCommand =
    everywhere + [
      Flag(.version, ["-V", "--version"], "Show the version and exit."),
      Flag(.changeDirectory, ["--cd"], placeholder: "<path>", "Run as if started in <path>."),
      Flag(
        .waitForLock, ["--wait-for-lock"],
        "Wait for another process to give up its lock, instead of failing at once."),
    ]

  mutating func store(_ flag: Flag, _ values: [String]) throws(CommandLineStop) {
    switch flag.meaning {
    case .help: throw .help
    case .version: throw .version
    case .quiet: isQuiet = true
    case .verbose: verbosity += 1
    case .changeDirectory: changeDirectory = values.first
    case .waitForLock: waitsForLock = true
    case .noSync: skipsSync = true
    }
  }

  /// What `-q` and `-v` before a command come to: it has its own, and theirs count.
  var insideCommand: GlobalFlags {
    var flags = self
    flags.isQuiet = false
    flags.verbosity = 0
    return flags
  }

  /// The error for `-q` and `-v` in one command line, whatever else is wrong with it.
  static func conflict(in words: [String]) -> UsageError? {
    let known = everywhere.filter { [.quiet, .verbose].contains($0.meaning) }
    var matcher = ArgumentMatcher(shapes: known.map(\.shape))
    var seen: [String] = []
    do {
      try matcher.match(words[...]) { (index, _, _) in
        let name = known[index].shape.displayName
        if !seen.contains(name) { seen.append(name) }
      }
    } catch {}  // other mistakes are told by who parses all of the words
    guard seen.count > 1 else { return nil }
    return .argument(seen[1], "not allowed with argument \(seen[0])")
  }
}
