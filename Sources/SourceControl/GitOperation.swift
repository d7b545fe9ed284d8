import SystemPackage

/// Something that `git` began and will end, and that a commit would disturb.
struct GitOperation: Sendable, Equatable {
  let name: String
  /// The subcommand that takes `--continue` and `--abort`.
  let command: String

  /// What is going on in a repository; nil for nothing.
  static func inProgress(in gitDirectory: FilePath) -> GitOperation? {
    let marks: [(String, GitOperation)] = [
      ("rebase-apply/applying", GitOperation(name: "patch series", command: "am")),
      ("rebase-apply", GitOperation(name: "rebase", command: "rebase")),
      ("rebase-merge", GitOperation(name: "rebase", command: "rebase")),
      ("MERGE_HEAD", GitOperation(name: "merge", command: "merge")),
      ("CHERRY_PICK_HEAD", GitOperation(name: "cherry-pick", command: "cherry-pick")),
      ("REVERT_HEAD", GitOperation(name: "revert", command: "revert")),
      ("sequencer/todo", GitOperation(name: "cherry-pick or revert", command: "cherry-pick")),
    ]
    return marks.first { SmallFile.exists(gitDirectory.pushing(FilePath($0.0))) }?.1
  }
}
