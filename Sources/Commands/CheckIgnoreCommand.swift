import Basics
import Formats
import Projects
import Terminal

package struct CheckIgnoreCommand: ProjectCommand {
  package var targets: [String] = []
  package var showsDetails = false
  package var showsAll = false
  package var showsNonMatching = false
  package var readsInput = false
  package var printsJSON = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "check-ignore", "Tell which paths .dvcignore files hide.",
    example: "check-ignore --details data/tmp",
    .flag("-d", "--details", set: \.showsDetails, "Also show the pattern that decides."),
    .flag("-a", "--all", set: \.showsAll, "Show all patterns that match, with --details."),
    .flag(
      "-n", "--non-matching", set: \.showsNonMatching,
      "Also show paths that no pattern matches, with --details."),
    .flag("--stdin", set: \.readsInput, "Read paths from standard input, one on each line."),
    .flag("--json", set: \.printsJSON, "Print JSON.").ours,
    .positionals("targets", into: \.targets, "Paths; they need not exist.").completing(.files))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let verb = CheckIgnore(try context.openProject())
    try refuseContradictions(context)
    var reports: [CheckIgnore.Report] = []
    var didMatch = false
    for target in readsInput ? context.console.inputLines() : AnySequence(targets) {
      let report = try verb.run(target)
      reports.append(report)
      if !printsJSON { show(report, context) }
      didMatch = didMatch || isMatch(report)
    }
    if printsJSON { context.console.print(json: .array(reports.map(value))) }
    return didMatch ? .success : .failure
  }

  private func refuseContradictions(_ context: CommandContext) throws {
    let isQuiet = context.console.volume == .quiet
    let problems: [(Bool, String)] = [
      (!readsInput && targets.isEmpty, "`targets` or `--stdin` needed"),
      (readsInput && !targets.isEmpty, "cannot have both `targets` and `--stdin`"),
      (showsNonMatching && !showsDetails, "`--non-matching` is only valid with `--details`"),
      (showsAll && !showsDetails, "`--all` is only valid with `--details`"),
      (isQuiet && showsDetails, "cannot use both `--details` and `--quiet`"),
    ]
    if let (_, problem) = problems.first(where: \.0) { throw CairnError(problem) }
  }

  /// Without details only what is ignored counts, with details any pattern that matches.
  private func isMatch(_ report: CheckIgnore.Report) -> Bool {
    showsDetails ? report.match != nil : report.isIgnored
  }

  private func show(_ report: CheckIgnore.Report, _ context: CommandContext) {
    let target = Array(report.target.utf8)
    if !showsDetails {
      if report.isIgnored { context.console.print(bytes: target) }
    } else if let pattern = report.match?.bytes ?? (showsNonMatching ? Array("::".utf8) : nil) {
      context.console.print(bytes: pattern + [UInt8(ascii: "\t")] + target)
    }
  }

  private func value(_ report: CheckIgnore.Report) -> Value {
    [
      "path": .string(report.target), "ignored": .bool(report.isIgnored),
      "pattern": report.match.map { .string($0.description) } ?? .null,
    ]
  }
}
