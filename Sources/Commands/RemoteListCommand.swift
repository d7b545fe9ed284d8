package import Formats
import Terminal

package struct RemoteListCommand: LevelCommand {
  package var level: ConfigLevel?
  package var printsJSON = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "remote list", "List the remotes.", example: "remote list",
    Argument.levelOptions + [.flag("--json", set: \.printsJSON, "Print JSON.").ours])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    try context.perform(.listRemotes(level)) { plan in
      if printsJSON {
        context.console.print(json: .array(plan.output.map(remote)))
      } else if !plan.output.isEmpty {
        context.console.printStyled(plan.output.joined(separator: "\n"))
      }
    }
  }

  /// A line of the list as an object.
  private func remote(_ line: String) -> Value {
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    return [
      "name": .string(columns[0]), "url": .string(columns[1]), "default": .bool(columns.count > 2),
    ]
  }
}
