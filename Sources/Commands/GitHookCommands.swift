import FileAccess
import SourceControl
import SystemPackage

/// What `dvc install` makes Git call. Outside of a project a hook has nothing to do.
package protocol GitHookCommand: ProjectCommand {
  /// What Git hands to the hook.
  var arguments: [String] { get set }
}

extension Argument where Command: GitHookCommand {
  static var hookArguments: [Self] {
    [.positionals("args", into: \.arguments, "What Git hands to the hook.")]
  }
}

package struct PreCommitHookCommand: GitHookCommand {
  package var arguments: [String] = []

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "git-hook pre-commit", "Show what changed, before a commit.", example: "git-hook pre-commit",
    Argument.hookArguments)

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    guard try context.projectRoot() != nil else { return .success }
    return try await StatusCommand().run(context)
  }
}

package struct PrePushHookCommand: GitHookCommand {
  package var arguments: [String] = []

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "git-hook pre-push", "Push the data before a push.", example: "git-hook pre-push origin",
    Argument.hookArguments)

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    guard try context.projectRoot() != nil else { return .success }
    return try await PushCommand().run(context)
  }
}

package struct PostCheckoutHookCommand: GitHookCommand {
  package var arguments: [String] = []

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "git-hook post-checkout", "Check the data out after a checkout.",
    example: "git-hook post-checkout main feature 1", Argument.hookArguments)

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    guard try context.projectRoot() != nil, isOfBranch(context), try !isRebasing(context) else {
      return .success
    }
    return try await CheckoutCommand().run(context)
  }

  /// Whether a revision was checked out and not single files (githooks(5)).
  private func isOfBranch(_ context: CommandContext) -> Bool {
    let flag = context.environment["PRE_COMMIT_CHECKOUT_TYPE"]
    return (flag ?? (arguments.count >= 3 ? arguments[2] : nil)) == "1"
  }

  /// A checkout that fails must not break a rebase.
  private func isRebasing(_ context: CommandContext) throws -> Bool {
    guard let git = GitDirectory.find(from: context.currentDirectory) else { return false }
    let state = git.gitDirectory.appending("rebase-merge")
    return try FileStatus.ifExists(at: state)?.kind == .directory
  }
}
