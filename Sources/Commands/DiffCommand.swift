import Basics
import Projects

package struct DiffCommand: ProjectCommand {
  package var targets: [String] = []
  package var oldRevision: String?
  package var newRevision: String?
  package var printsJSON = false
  package var showsHashes = false
  package var printsMarkdown = false
  package var hidesMissing = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "diff", "Show how data differ between two revisions, or a revision and the workspace.",
    example: "diff HEAD~1 --show-hash",
    .words(
      "--targets", placeholder: "<paths>...", set: \.targets,
      "Only these outputs, or files in them."),
    .flag("--json", set: \.printsJSON, "Print JSON."),
    .flag("--show-hash", set: \.showsHashes, "Also the hashes."),
    .flag("--md", set: \.printsMarkdown, "Print a table in Markdown."),
    .flag("--hide-missing", set: \.hidesMissing, "Do not tell what the cache lacks."),
    .optional("a_rev", into: \.oldRevision, "The old revision; HEAD without any."),
    .optional("b_rev", into: \.newRevision, "The new revision; the workspace without any."))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    try await handlingFailures("failed to get diff") {
      var report = try await context.withProject { try await DiffVerb($0, request).run() }
      if hidesMissing || request.newRevision != nil { report.leaveOutMissing() }
      if printsJSON {
        context.console.print(json: report.value(withHashes: showsHashes))
      } else if printsMarkdown {
        DiffOutput(context.console, showsHashes: showsHashes).printMarkdown(report)
      } else {
        DiffOutput(context.console, showsHashes: showsHashes).print(report)
      }
      return .success
    }
  }

  private var request: DiffRequest {
    var request = DiffRequest()
    if let oldRevision, !oldRevision.isEmpty { request.oldRevision = oldRevision }
    if let newRevision, !newRevision.isEmpty { request.newRevision = newRevision }
    request.targets = targets
    return request
  }
}
