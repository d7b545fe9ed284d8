import Basics
import Projects
import Terminal

package struct CheckoutCommand: FilteredCommand {
  package var targets: [String] = []
  package var filter = FilterFlags()
  package var summarizes = false
  package var withDependencies = false
  package var isRecursive = false
  package var forces = false
  package var relinks = false
  package var allowsMissing = false
  package var printsJSON = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "checkout", "Make the workspace hold what the pointer files say, from the cache.",
    example: "checkout data/images",
    [
      .flag("--summary", set: \.summarizes, "Only count the changes."),
      .flag("-d", "--with-deps", set: \.withDependencies, "Also the stages that the targets need."),
      .flag("-R", "--recursive", set: \.isRecursive, "All that directories given as targets hold."),
      .flag("-f", "--force", set: \.forces, "Remove changed files even if the cache lacks them."),
      .flag("--relink", set: \.relinks, "Link or copy all files anew."),
      .flag("--allow-missing", set: \.allowsMissing, "Skip what the cache lacks."),
      .flag("--json", set: \.printsJSON, "Print what changed as JSON.").ours,
    ] + Argument.filterOptions + [.positionals("targets", into: \.targets, targetsHelp)])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let report = try await context.withProject { project in
      try CheckoutVerb(project, request(), confirm: context.console.confirm).run()
    }
    let output = CheckoutOutput(context)
    if printsJSON {
      context.console.print(json: output.value(report))
    } else if summarizes {
      context.console.print(output.summary(report) ?? "No changes.")
    } else {
      output.printChanges(report)
    }
    for warning in report.warnings { context.console.warn(warning) }
    output.noteLeftOut(report)
    if let failure = output.failure(report) { throw failure }
    if relinks, !printsJSON { context.console.print("Relinked successfully") }
    return .success
  }

  private func request() throws -> CheckoutRequest {
    var request = CheckoutRequest()
    request.targets = targets
    request.options = TargetResolver.Options(
      withDependencies: withDependencies, isRecursive: isRecursive)
    request.forces = forces
    request.relinks = relinks
    request.allowsMissing = allowsMissing
    request.choice.filter = try filter.filter()
    request.choice.leavesAbsent = true
    return request
  }
}
