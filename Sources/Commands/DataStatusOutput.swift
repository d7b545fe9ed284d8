import Projects
import Terminal

/// Shows a `data status` in sections, each with what to do about it.
struct DataStatusOutput {
  private struct Section {
    var title: String
    var hints: [String] = []
    var style: TextStyle?
    var items: [String]
  }

  private let console: Console

  init(_ console: Console) {
    self.console = console
  }

  func show(_ report: DataStatusReport) {
    let sections = sections(of: report).filter { !$0.items.isEmpty }
    if sections.isEmpty {
      console.print("No changes\(report.isEmptyRepository ? " in an empty git repo" : "").")
    }
    for (number, section) in sections.enumerated() {
      if number > 0 { console.print("") }
      show(section)
    }
    if report.hasGitChanges {
      let more = sections.isEmpty ? "" : "other "
      console.printStyled([
        (
          "(there are \(more)changes not tracked by dvc, use \"git status\" to see)", .blue, ""
        )
      ])
    }
  }

  private func show(_ section: Section) {
    console.print("\(section.title):")
    for hint in section.hints { console.print("  (\(hint))") }
    let lines = section.items.map { "        " + $0 }.joined(separator: "\n")
    console.print(painted: lines, section.style)
  }

  private func sections(of report: DataStatusReport) -> [Section] {
    [
      Section(
        title: "Not in cache", hints: ["use \"dvc fetch <file>...\" to download files"],
        style: .red, items: report.notInCache),
      Section(
        title: "Not in remote", hints: ["use \"dvc push <file>...\" to upload files"], style: .red,
        items: report.notInRemote),
      Section(
        title: "DVC committed changes",
        hints: ["git commit the corresponding dvc files to update the repo"], style: .green,
        items: items(report.committed)),
      Section(
        title: "DVC uncommitted changes",
        hints: [
          "use \"dvc commit <file>...\" to track changes",
          "use \"dvc checkout <file>...\" to discard changes",
        ], style: .yellow, items: items(report.uncommitted)),
      Section(
        title: "Untracked files",
        hints: ["use \"git add <file> ...\" or \"dvc add <file>...\" to commit to git or to dvc"],
        style: .cyan, items: report.untracked ?? []),
      Section(title: "DVC unchanged files", items: report.unchanged ?? []),
    ]
  }

  private func items(_ changes: DataChangeList) -> [String] {
    changes.groups.flatMap { state, names in names.map { "\(state): \($0.shown)" } }
  }
}
