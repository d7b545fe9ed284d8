import Basics

package struct ConfigCommand: LevelCommand {
  package var level: LevelFlag?
  package var name: String?
  package var value: String?
  package var unsets = false
  package var lists = false
  package var showsOrigin = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "config", "Show and change settings.", example: "config core.autostage true",
    Argument.levelOptions + [
      .flag("-u", "--unset", set: \.unsets, "Remove the setting."),
      .flag("-l", "--list", set: \.lists, "List all settings."),
      .flag("--show-origin", set: \.showsOrigin, "Show the file that each setting comes from."),
      .optional(
        "name", into: \.name, "section.option, remote.<name>.option or db.<name>.option.",
        check: checkSettingName),
      .optional("value", into: \.value, "The new value; without it, the value is shown."),
    ])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    throw CairnError("'config' is not built yet")
  }
}

/// Accepts `section.option`, `remote.<name>.option` and `db.<name>.option`.
@Sendable private func checkSettingName(_ name: String) throws(UsageError) {
  let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  let isNamed = ["remote", "db"].contains { parts[0].elementsEqual($0.utf8) }
  if parts.count == 2 || (parts.count == 3 && isNamed) { return }
  throw .argument(
    "name",
    "name argument should look like remote.name.option or db.name.option or section.option")
}
