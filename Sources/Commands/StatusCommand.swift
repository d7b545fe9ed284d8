import Basics
import Projects
import Terminal

package struct StatusCommand: ProjectCommand {
  package var targets: [String] = []
  package var jobs: Int?
  package var comparesWithRemote = false
  package var remote: String?
  package var revisions = RevisionFlags()
  package var withDependencies = false
  package var isRecursive = false
  package var printsJSON = false
  package var skipsUpdates = false
  package var usesSFTP = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "status", "Show what changed since the data were recorded, or what a remote lacks.",
    example: "status --cloud",
    .number("-j", "--jobs", set: \.jobs, "How many queries of the remote at a time."),
    .flag("-c", "--cloud", set: \.comparesWithRemote, "Compare the cache with the remote."),
    .text(
      "-r", "--remote", placeholder: "<name>", set: \.remote,
      "Compare the cache with this remote."),
    .flag("-a", "--all-branches", set: \.revisions.allBranches, "Also of all Git branches."),
    .flag("-T", "--all-tags", set: \.revisions.allTags, "Also of all Git tags."),
    .flag("-A", "--all-commits", set: \.revisions.allCommits, "Also of all Git commits."),
    .flag("-d", "--with-deps", set: \.withDependencies, "Also the stages that the targets need."),
    .flag("-R", "--recursive", set: \.isRecursive, "All that directories given as targets hold."),
    .flag("--sftp", set: \.usesSFTP, sftpHelp).ours,
    .flag("--json", set: \.printsJSON, "Print JSON."),
    .flag("--no-updates", set: \.skipsUpdates, "Do not look for newer versions of imports."),
    .positionals("targets", into: \.targets, targetsHelp))

  /// That the project is busy is no failure that the command handles.
  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let context = context.usingSFTP(usesSFTP)
    return try await context.withProject { project in
      try await handlingFailures {
        if comparesWithRemote || remote != nil {
          return try await compareWithRemote(project, context)
        }
        try refuseRemoteOptions()
        return try show(project, context)
      }
    }
  }

  private func show(_ project: Project, _ context: CommandContext) throws -> ExitStatus {
    let report = try StatusVerb(project).run(
      targets,
      TargetResolver.Options(withDependencies: withDependencies, isRecursive: isRecursive))
    for warning in report.warnings { context.console.warn(warning) }
    if printsJSON {
      context.console.print(json: report.value)
      return .success
    }
    context.console.print(report.lines.joined(separator: "\n"))
    return context.console.volume == .quiet && !report.stages.isEmpty ? .failure : .success
  }

  private func refuseRemoteOptions() throws {
    var meaningless: [String] = []
    if revisions.allBranches { meaningless.append("--all-branches") }
    if revisions.allTags { meaningless.append("--all-tags") }
    if revisions.allCommits { meaningless.append("--all-commits") }
    if jobs != nil { meaningless.append("--jobs") }
    guard !meaningless.isEmpty else { return }
    throw CairnError(
      "The following options are meaningless for local status: "
        + meaningless.joined(separator: ", "))
  }

  private func compareWithRemote(
    _ project: Project, _ context: CommandContext
  ) async throws -> ExitStatus {
    let report = try await CloudStatus(project, request).run()
    for warning in report.warnings { context.console.warn(warning) }
    if printsJSON {
      context.console.print(json: report.value)
      return .success
    }
    let lines = report.lines(isIndented: comparesWithRemote)
    context.console.print(lines.joined(separator: "\n"))
    return context.console.volume == .quiet && !report.entries.isEmpty ? .failure : .success
  }

  private var request: TransferRequest {
    var request = TransferRequest()
    request.targets = targets
    request.options = TargetResolver.Options(
      withDependencies: withDependencies, isRecursive: isRecursive)
    request.remote = remote
    request.jobs = jobs
    request.revisions = revisions.selection
    return request
  }
}
