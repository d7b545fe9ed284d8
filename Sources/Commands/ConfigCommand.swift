import Basics
package import Formats
import Terminal

package struct ConfigCommand: LevelCommand {
  package var level: ConfigLevel?
  package var name: String?
  package var value: String?
  package var unsets = false
  package var lists = false
  package var showsOrigin = false
  package var printsJSON = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "config", "Show and change settings.", example: "config core.autostage true",
    Argument.levelOptions + [
      .flag("-u", "--unset", set: \.unsets, "Remove the setting."),
      .flag("-l", "--list", set: \.lists, "List all settings."),
      .flag("--show-origin", set: \.showsOrigin, "Show the file that each setting comes from."),
      .flag("--json", set: \.printsJSON, "List as JSON, with the files.").ours,
      .optional(
        "name", into: \.name, "section.option, remote.<name>.option or db.<name>.option.",
        check: checkSettingName
      ).completing(.settings),
      .optional("value", into: \.value, "The new value; without it, the value is shown."),
    ])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let request = try request()
    guard printsJSON, case .list = request else { return try context.perform(request) }
    return try context.perform(request) { plan in
      context.console.print(json: .array(plan.output.map(setting)))
    }
  }

  private func request() throws -> ConfigRequest {
    do throws(ConfigError) {
      return try .config(
        name: name, value: value, unsets: unsets, lists: lists,
        showsOrigin: showsOrigin || (lists && printsJSON), level: level)
    } catch {
      throw HandledFailure(userError: error.userError)
    }
  }

  /// A line `file<TAB>name=value` of the list as an object.
  private func setting(_ line: String) -> Value {
    let (origin, rest) = parted(line, at: UInt8(ascii: "\t"))
    let (name, value) = parted(rest, at: UInt8(ascii: "="))
    return ["origin": .string(origin), "name": .string(name), "value": .string(value)]
  }

  private func parted(_ text: String, at byte: UInt8) -> (String, String) {
    guard let place = text.utf8.firstIndex(of: byte) else { return (text, "") }
    return (String(text[..<place]), String(text[text.utf8.index(after: place)...]))
  }
}

/// Accepts the names that the configuration accepts.
@Sendable private func checkSettingName(_ name: String) throws(UsageError) {
  do throws(ConfigError) {
    _ = try ConfigName(parsing: name)
  } catch {
    throw UsageError(error.userError.message)
  }
}
