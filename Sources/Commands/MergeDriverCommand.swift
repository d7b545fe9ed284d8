import Projects

package struct MergeDriverCommand: ProjectCommand {
  package var ancestor = ""
  package var ours = ""
  package var theirs = ""

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "git-hook merge-driver", "Merge two versions of a pointer file for Git.",
    example: "git-hook merge-driver --ancestor %O --our %A --their %B",
    .requiredText(
      "--ancestor", placeholder: "<path>", set: \.ancestor, "The version before both changes."),
    .requiredText(
      "--our", placeholder: "<path>", set: \.ours, "The current version, which gets the result."),
    .requiredText(
      "--their", placeholder: "<path>", set: \.theirs, "The version of the other branch."))

  /// Outside of a project this fails, and Git keeps both versions: DVC would drop theirs.
  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let request = MergeRequest(ancestor: ancestor, ours: ours, theirs: theirs)
    try MergePointers(context.openProject(), request).run()
    return .success
  }
}
