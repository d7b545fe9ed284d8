import Basics
import Formats
import Projects
import SystemPackage
import Terminal

package struct GarbageCommand: ProjectCommand {
  package var keepsWorkspace = false
  package var revision: String?
  package var count: Int?
  package var flags = RevisionFlags()
  package var date: String?
  package var allExperiments = false
  package var notInRemote = false
  package var collectsRemote = false
  package var remote: String?
  package var skipsFailed = false
  package var forces = false
  package var jobs: Int?
  package var projects: [String] = []
  package var isDry = false
  package var printsJSON = false
  package var usesSFTP = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "gc", "Remove the objects that nothing uses from the cache, and from a remote.",
    details: "Every option that names a part of history keeps what the workspace uses, too.",
    example: "gc --workspace --dry",
    .flag("-w", "--workspace", set: \.keepsWorkspace, "Keep what the workspace uses."),
    .text("--rev", placeholder: "<commit>", set: \.revision, "Keep what this commit uses."),
    .number(
      "-n", "--num", placeholder: "<num>", set: \.count,
      "How many commits to keep of --rev and of each branch; 1 without it."),
    .flag("-a", "--all-branches", set: \.flags.allBranches, "Keep what all Git branches use."),
    .flag("-T", "--all-tags", set: \.flags.allTags, "Keep what all Git tags use."),
    .flag("-A", "--all-commits", set: \.flags.allCommits, "Keep what all Git commits use."),
    .text(
      "--date", placeholder: "<yyyy-mm-dd>", set: \.date,
      "Keep what commits of that day and later use."),
    .flag("--all-experiments", set: \.allExperiments, "Keep what all experiments use."),
    .flag(
      "--not-in-remote", set: \.notInRemote, "Keep only what is in use and not on the remote."),
    .flag("-c", "--cloud", set: \.collectsRemote, "Remove from the remote as well."),
    .text("-r", "--remote", placeholder: "<name>", set: \.remote, "A remote of another name."),
    .flag(
      "--skip-failed", set: \.skipsFailed, "Pass over commits whose stages cannot be read."),
    .flag("-f", "--force", set: \.forces, "Do not ask."),
    .number("-j", "--jobs", set: \.jobs, "How many requests to the remote at a time."),
    .words(
      "-p", "--projects", placeholder: "<paths>...", set: \.projects,
      "Keep what these projects use; for a cache that several share."),
    .flag("--dry", set: \.isDry, "Tell what would go, and leave it."),
    .flag("--sftp", set: \.usesSFTP, sftpHelp).ours,
    .flag("--json", set: \.printsJSON, "Print JSON.").ours)

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let context = context.usingSFTP(usesSFTP)
    let project = try context.openProject()
    try checkOptions()
    context.console.warn(warning(context))
    if !forces, !isDry, !context.console.confirmFromInput("Are you sure you want to proceed?") {
      return .failure
    }
    let request = try request
    let report = try await project.locked {
      let others = try projects.map { try context.openProject(holding: $0) }
      return try await GarbageVerb(project, keepingFor: others, request).run()
    }
    return try GarbageOutput(context.console, printsJSON: printsJSON).show(report)
  }

  private func checkOptions() throws {
    if notInRemote, collectsRemote {
      throw CairnError("`--not-in-remote` and `--cloud` are mutually exclusive")
    }
    let keepsHistory =
      flags != RevisionFlags() || allExperiments || !(date ?? "").isEmpty
      || !(revision ?? "").isEmpty || (count ?? 0) != 0
    guard keepsWorkspace || keepsHistory else {
      throw CairnError(
        "Either of `-w|--workspace`, `-a|--all-branches`, `-T|--all-tags` `--all-experiments`, "
          + "`--all-commits`, `--date` or `--rev` needs to be set.")
    }
    if let count, count != 0, (revision ?? "").isEmpty, !flags.allBranches {
      throw CairnError("`--num` can only be used alongside `--rev` or `--all-branches`")
    }
  }

  private var request: GarbageRequest {
    get throws {
      var request = GarbageRequest()
      request.revisions = flags.selection
      request.revisions.revisions = [revision].compactMap { $0 }.filter { !$0.isEmpty }
      request.revisions.depth = count.flatMap { $0 == 0 ? nil : $0 } ?? 1
      request.revisions.since = try date.flatMap { try $0.isEmpty ? nil : localMidnight($0) }
      request.revisions.allExperiments = allExperiments
      request.collectsRemote = collectsRemote
      request.keepsOnlyWhatRemoteLacks = notInRemote
      request.remote = remote
      request.skipsFailed = skipsFailed
      request.jobs = jobs
      request.isDry = isDry
      return request
    }
  }
}

// MARK: - What is going to happen

extension GarbageCommand {
  private func warning(_ context: CommandContext) -> String {
    let kept = ["the workspace"] + history + (allExperiments ? ["all experiments"] : [])
    let condition = notInRemote ? " that are not present in the DVC remote" : ""
    return "This will remove all cache except items used in \(kept.joined(separator: " and "))"
      + condition + whose(context)
  }

  /// The parts of history that are kept, in DVC's words.
  private var history: [String] {
    if flags.allCommits { return ["all git commits"] }
    let revision = revision.flatMap { $0.isEmpty ? nil : $0 }
    let count = count.flatMap { $0 == 0 ? nil : $0 } ?? (revision == nil ? nil : 1)
    var parts: [String] = []
    switch (flags.allBranches, flags.allTags, count) {
    case (true, true, nil): parts.append("all git branches and tags")
    case (true, let withTags, let count?):
      parts.append("last \(count) commits from all git branches")
      if withTags { parts.append("all git tags") }
    case (true, false, nil): parts.append("all git branches")
    case (false, true, _): parts.append("all git tags")
    case (false, false, _): break
    }
    if let date, !date.isEmpty { parts.append("all git commits before date \(date)") }
    if let revision, let count { parts.append("last \(count) commits from \(revision)") }
    return parts
  }

  private func whose(_ context: CommandContext) -> String {
    if projects.isEmpty { return " of the current repo." }
    let paths = projects.map {
      "\n  - \(context.currentDirectory.pushing(.init($0)).lexicallyNormalized())"
    }
    return " of the current and the following repos:" + paths.joined()
  }
}
