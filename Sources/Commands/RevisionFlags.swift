import Projects

/// `-a`, `-T` and `-A`: which revisions besides the workspace.
package struct RevisionFlags: Sendable, Equatable {
  package var allBranches = false
  package var allTags = false
  package var allCommits = false

  var selection: RevisionSelection {
    var selection = RevisionSelection()
    selection.allBranches = allBranches
    selection.allTags = allTags
    selection.allCommits = allCommits
    return selection
  }
}

/// The options that `push`, `fetch` and `pull` share.
package struct TransferFlags: Sendable, Equatable {
  package var jobs: Int?
  package var remote: String?
  package var revisions = RevisionFlags()
  package var withDependencies = false
  package var isRecursive = false
  /// nil when neither `--run-cache` nor `--no-run-cache` was given.
  package var runCache: Bool?
  package var rechecks = false
  package var printsJSON = false
  package var bandwidth: String?
  package var idleTimeout: String?
  package var usesSFTP = false

  func request(_ targets: [String]) -> TransferRequest {
    var request = TransferRequest()
    request.targets = targets
    request.options = TargetResolver.Options(
      withDependencies: withDependencies, isRecursive: isRecursive)
    request.remote = remote
    request.jobs = jobs
    request.revisions = revisions.selection
    request.runCache = runCache ?? false
    request.rechecks = rechecks
    return request
  }
}

extension TransferFlags {
  /// The context with what the command line says of the way to remotes, which goes before the environment.
  func adjusting(_ context: CommandContext) -> CommandContext {
    var context = context.usingSFTP(usesSFTP)
    if let bandwidth { context.environment["CAIRN_BWLIMIT"] = bandwidth }
    if let idleTimeout { context.environment["CAIRN_TIMEOUT"] = idleTimeout }
    return context
  }
}

/// A command that moves objects between the cache and a remote.
protocol TransferCommand: ProjectCommand {
  var transfer: TransferFlags { get set }
}

extension Argument where Command: TransferCommand {
  static var transferOptions: [Self] {
    [
      .number("-j", "--jobs", set: \.transfer.jobs, "How many transfers at a time."),
      .text(
        "-r", "--remote", placeholder: "<name>", set: \.transfer.remote,
        "The remote, instead of the default one."),
      .flag(
        "-a", "--all-branches", set: \.transfer.revisions.allBranches, "Also of all Git branches."),
      .flag("-T", "--all-tags", set: \.transfer.revisions.allTags, "Also of all Git tags."),
      .flag(
        "-A", "--all-commits", set: \.transfer.revisions.allCommits, "Also of all Git commits."),
      .flag(
        "-d", "--with-deps", set: \.transfer.withDependencies,
        "Also the stages that the targets need."),
      .flag(
        "-R", "--recursive", set: \.transfer.isRecursive,
        "All that directories given as targets hold."),
      .flag("--sftp", set: \.transfer.usesSFTP, sftpHelp).ours,
      .onOff("run-cache", set: \.transfer.runCache, "Also the history of runs of all stages."),
      .text(
        "--bwlimit", placeholder: "<rate>", set: \.transfer.bandwidth,
        "Bytes per second, such as 500k or 10M, for all transfers together."
      ).ours,
      .text(
        "--timeout", placeholder: "<seconds>", set: \.transfer.idleTimeout,
        "Give up a remote that says nothing for so long."
      ).ours,
      .flag("--json", set: \.transfer.printsJSON, "Print what was done as JSON.").ours,
    ]
  }
}

/// What `--sftp` does, wherever it is.
let sftpHelp = "Reach an SSH remote through SFTP, even if 'cairn serve' is there."
