import Formats

/// A command that reads or writes one level of the configuration.
protocol LevelCommand: ProjectCommand {
  /// nil when none was named.
  var level: ConfigLevel? { get set }
}

extension Argument where Command: LevelCommand {
  static var levelOptions: [Self] {
    [
      .choice(
        "--global", group: "level", set: \.level, to: .global, "The configuration of the user."),
      .choice(
        "--system", group: "level", set: \.level, to: .system, "The configuration of the machine."),
      .choice(
        "--project", group: "level", set: \.level, to: .project,
        "The project's configuration, .dvc/config."),
      .choice(
        "--local", group: "level", set: \.level, to: .local,
        "The private configuration, .dvc/config.local."),
    ]
  }
}
