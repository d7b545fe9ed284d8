import Terminal
import Basics
import Formats
import Projects
import SystemPackage

/// Tells about files that a command wrote for Git, or gives them to Git.
struct ChangesOutput {
  private let context: CommandContext
  private let printsJSON: Bool

  init(_ context: CommandContext, printsJSON: Bool) {
    self.context = context
    self.printsJSON = printsJSON
  }

  /// For commands that hint at `git add`, or stage with `core.autostage`.
  func finish(_ changes: ProjectChanges, message: String?) throws {
    for line in changes.messages { context.console.print(line) }
    try commit(changes, message)
    if printsJSON {
      context.console.print(json: value(changes))
    } else if message == nil, changes.stagesAutomatically {
      try changes.stage()
    } else if message == nil, changes.hasSourceControl, !changes.hintedFiles.isEmpty {
      context.console.print(hint(changes))
    }
    reportUnlinked(changes)
  }

  /// For `commit`, which neither hints nor stages.
  func finishQuietly(_ changes: ProjectChanges, message: String?) throws {
    try commit(changes, message)
    if printsJSON { context.console.print(json: value(changes)) }
    reportUnlinked(changes)
  }

  private func commit(_ changes: ProjectChanges, _ message: String?) throws {
    guard let message else { return }
    if let commit = try changes.commit(message: message) {
      if !printsJSON { context.console.print("[\(commit)] \(message)") }
    } else {
      context.console.note("Nothing to commit: Git has these files as they are.")
    }
  }

  private func hint(_ changes: ProjectChanges) -> String {
    let files = changes.hintedFiles.map(shellQuoted).joined(separator: " ")
    return """

      To track the changes with git, run:

      \tgit add \(files)

      To enable auto staging, run:

      \tdvc config core.autostage true
      """
  }

  private func value(_ changes: ProjectChanges) -> Value {
    ["files": .array(changes.shownFiles.map(Value.string))]
  }

  private func reportUnlinked(_ changes: ProjectChanges) {
    guard !changes.unlinked.isEmpty else { return }
    let targets = changes.unlinked.map(shellQuoted).joined(separator: " ")
    context.console.note(
      """

      Some targets could not be linked from cache to workspace.
      See <https://dvc.org/doc/user-guide/troubleshooting#cache-types> for more information.
      To re-link these targets, reconfigure cache types and then run:

      \tdvc checkout \(targets)
      """)
  }
}

/// `text` as one word of a POSIX shell.
func shellQuoted(_ text: String) -> String {
  let isHarmless =
    !text.isEmpty
    && text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "@%+=:,./-_".utf8.contains(byte)
      }
    }
  if isHarmless { return text }
  let parts = text.split(separator: "'", omittingEmptySubsequences: false)
  return "'" + parts.joined(separator: #"'"'"'"#) + "'"
}
