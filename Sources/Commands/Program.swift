extension CommandGroup {
  /// All commands, in the order in which DVC lists them.
  static let program = CommandGroup(
    name: "", argument: "command",
    summary: "Keeps big files out of Git: same files, same cache, same commands as DVC 3.",
    example: "add data/images",
    entries: [
      Entry("add", is: .command(AddCommand.self)),
      Entry("artifacts", is: .notBuilt(summary: "Get artifacts of a model registry.")),
      Entry("cache", is: .group(.cache)),
      Entry("check-ignore", is: .command(CheckIgnoreCommand.self)),
      Entry("checkout", is: .command(CheckoutCommand.self)),
      Entry("ci", is: .group(.ci)),
      Entry("commit", is: .command(CommitCommand.self)),
      Entry("completion", is: .command(CompletionCommand.self)),
      Entry("config", is: .command(ConfigCommand.self)),
      Entry("daemon", isHidden: true, is: .notBuilt(summary: "Run in the background.")),
      Entry("dag", is: .notBuilt(summary: "Draw the graph of the stages.")),
      Entry("data", is: .group(.data)),
      Entry("pull", is: .command(PullCommand.self)),
      Entry("push", is: .command(PushCommand.self)),
      Entry("fetch", is: .command(FetchCommand.self)),
      Entry("status", is: .command(StatusCommand.self)),
      Entry("dataset", "ds", isHidden: true, is: .notBuilt(summary: "Manage datasets.")),
      Entry("destroy", is: .command(DestroyCommand.self)),
      Entry("diff", is: .command(DiffCommand.self)),
      Entry("du", is: .notBuilt(summary: "Show how much room data take.")),
      Entry("experiments", "exp", is: .notBuilt(summary: "Run and compare experiments.")),
      Entry("freeze", is: .command(FreezeCommand.self)),
      Entry("unfreeze", is: .command(UnfreezeCommand.self)),
      Entry("gc", is: .command(GarbageCommand.self)),
      Entry("get", is: .notBuilt(summary: "Download data from another repository.")),
      Entry("get-url", is: .notBuilt(summary: "Download from a URL.")),
      Entry("git-hook", isHidden: true, is: .group(.gitHook)),
      Entry("import", is: .notBuilt(summary: "Track data of another repository.")),
      Entry("import-db", is: .notBuilt(summary: "Track the result of a query.")),
      Entry("test-db", isHidden: true, is: .notBuilt(summary: "Try a database connection.")),
      Entry("import-url", is: .notBuilt(summary: "Track what a URL holds.")),
      Entry("init", is: .command(InitCommand.self)),
      Entry("install", is: .command(InstallCommand.self)),
      Entry("list", "ls", is: .notBuilt(summary: "List what a repository holds.")),
      Entry("list-url", "ls-url", is: .notBuilt(summary: "List what a URL holds.")),
      Entry("metrics", is: .notBuilt(summary: "Show and compare metrics.")),
      Entry("move", "mv", is: .command(MoveCommand.self)),
      Entry("params", is: .notBuilt(summary: "Compare parameters.")),
      Entry("plots", is: .notBuilt(summary: "Show and compare plots.")),
      Entry("queue", is: .notBuilt(summary: "Manage queued experiments.")),
      Entry("remote", is: .group(.remote)),
      Entry("remove", "rm", is: .command(RemoveCommand.self)),
      Entry("repro", is: .notBuilt(summary: "Run the stages whose dependencies changed.")),
      Entry("root", is: .command(RootCommand.self)),
      Entry("serve", is: .command(ServeCommand.self)),
      Entry("stage", is: .notBuilt(summary: "List and create stages.")),
      Entry("studio", is: .notBuilt(summary: "Log in to DVC Studio.")),
      Entry("unprotect", is: .command(UnprotectCommand.self)),
      Entry("update", is: .notBuilt(summary: "Bring imports up to date.")),
      Entry("verify", is: .command(VerifyCommand.self)),
      Entry("version", "doctor", is: .command(VersionCommand.self)),
    ])

  static let remote = CommandGroup(
    name: "remote", argument: "cmd", summary: "Set up the remotes that data are pushed to.",
    example: "remote add -d storage /mnt/shared/project",
    entries: [
      Entry("add", is: .command(RemoteAddCommand.self)),
      Entry("check", is: .command(RemoteCheckCommand.self)),
      Entry("default", is: .command(RemoteDefaultCommand.self)),
      Entry("modify", is: .command(RemoteModifyCommand.self)),
      Entry("list", is: .command(RemoteListCommand.self)),
      Entry("remove", is: .command(RemoteRemoveCommand.self)),
      Entry("rename", is: .command(RemoteRenameCommand.self)),
    ])

  static let ci = CommandGroup(
    name: "ci", argument: "cmd", summary: "Help the machines that build and test.",
    example: "ci check",
    entries: [
      Entry("check", is: .command(CICheckCommand.self)),
      Entry("cache-key", is: .command(CICacheKeyCommand.self)),
    ])

  static let data = CommandGroup(
    name: "data", argument: "cmd", summary: "Look at tracked data.", example: "data status",
    entries: [Entry("status", is: .command(DataStatusCommand.self))])

  static let gitHook = CommandGroup(
    name: "git-hook", argument: "cmd", summary: "Run as a hook of Git.",
    example: "git-hook pre-commit",
    entries: [
      Entry("pre-commit", is: .command(PreCommitHookCommand.self)),
      Entry("post-checkout", is: .command(PostCheckoutHookCommand.self)),
      Entry("pre-push", is: .command(PrePushHookCommand.self)),
      Entry("merge-driver", is: .command(MergeDriverCommand.self)),
    ])

  static let cache = CommandGroup(
    name: "cache", argument: "cmd", summary: "Manage the cache.", example: "cache dir",
    entries: [
      Entry("dir", is: .command(CacheDirCommand.self)),
      Entry("migrate", is: .command(CacheMigrateCommand.self)),
    ])
}
