import Basics
import Projects

package struct DataStatusCommand: ProjectCommand {
  package var targets: [String] = []
  package var printsJSON = false
  package var isGranular = false
  package var listsUnchanged = false
  /// `no` or `all`; nil when not given.
  package var untrackedFiles: String?
  package var remote: String?
  package var asksRemote = false
  package var remembersRemote = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "data status",
    "Show how the last commit, the pointer files and the workspace differ.",
    example: "data status --granular",
    .flag("--json", set: \.printsJSON, "Print JSON."),
    .flag("--granular", set: \.isGranular, "Also the files of tracked directories."),
    .flag("--unchanged", set: \.listsUnchanged, "Also what is unchanged."),
    .text(
      "--untracked-files", placeholder: "[no|all]", bare: "all", set: \.untrackedFiles,
      oneOf: ["no", "all"], "Also the files that Git does not know."),
    .text(
      "-r", "--remote", placeholder: "<name>", set: \.remote,
      "The remote to ask with --not-in-remote."),
    .flag("--not-in-remote", set: \.asksRemote, "Also what the remote lacks."),
    .flag(
      "--no-remote-refresh", set: \.remembersRemote,
      "Tell what was seen on the remote the last time, without asking it."),
    .positionals("targets", into: \.targets, "Paths from the project's root; all without any."))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let project = try context.openProject()
    let report = try await DataStatusVerb(project, request).run()
    if printsJSON {
      context.console.print(json: report.value)
    } else {
      DataStatusOutput(context.console).show(report)
    }
    return .success
  }

  private var request: DataStatusRequest {
    var request = DataStatusRequest()
    request.targets = targets
    request.isGranular = isGranular
    request.listsUnchanged = listsUnchanged
    request.listsUntracked = untrackedFiles == "all"
    request.asksRemote = asksRemote
    request.remote = remote
    request.refreshesRemote = !remembersRemote
    return request
  }
}
