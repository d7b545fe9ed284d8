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
      _ meaning: Meaning, _ names: [String], placeholder: String = "", group: String? = nil,
      _ help: String
    ) {
      self.meaning = meaning
      self.placeholder = placeholder
      self.help = help
      shape = ArgumentShape(
        names: names, arity: placeholder.isEmpty ? .none : .one, isPositional: false, group: group)
    }

    var helpRow: HelpText.Row { HelpText.Row(shape: shape, placeholder: placeholder, help: help) }
  }

  /// What every command takes.
  static let everywhere = [
    Flag(.help, ["-h", "--help"], "Show this help and exit."),
    Flag(.quiet, ["-q", "--quiet"], group: "verbosity", "Print nothing; the exit code tells."),
    Flag(.verbose, ["-v", "--verbose"], group: "verbosity", "Say more; -vv says still more."),
    Flag(.noSync, ["--no-sync"], "Do not wait until what was written is safe on the disk."),
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
    guard isQuiet, verbosity > 0 else { return }
    let (late, early) =
      flag.meaning == .quiet ? ("-q/--quiet", "-v/--verbose") : ("-v/--verbose", "-q/--quiet")
    throw .usage(.argument(late, "not allowed with argument \(early)"))
  }
}
