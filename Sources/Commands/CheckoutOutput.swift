import Basics
import Formats
import Projects
import Terminal

/// Shows what a checkout did, as `checkout` and `pull` do.
struct CheckoutOutput {
  private let context: CommandContext

  init(_ context: CommandContext) {
    self.context = context
  }

  /// One line for each output: M, A and D, directories first.
  func printChanges(_ report: CheckoutReport) {
    var lines: [(lead: String, style: TextStyle?, rest: String)] = []
    for (letter, style, names) in [
      ("M", TextStyle.yellow, report.modified), ("A", .green, report.added),
      ("D", .red, report.deleted),
    ] {
      lines += sorted(names).map { (letter, style, "\t\($0)") }
    }
    context.console.printStyled(lines)
  }

  private func sorted(_ names: [String]) -> [String] {
    names.sorted { left, right in
      let (a, b) = (Array(left.utf8), Array(right.utf8))
      let (isA, isB) = (a.last == UInt8(ascii: "/"), b.last == UInt8(ascii: "/"))
      return isA == isB ? a.lexicographicallyPrecedes(b) : isA
    }
  }

  /// `1 file modified and 1 file added`; nil when nothing changed.
  func summary(_ report: CheckoutReport, fetched: Int = 0) -> String? {
    let counts = [
      (fetched, "fetched"), (report.filesModified, "modified"), (report.filesAdded, "added"),
      (report.filesDeleted, "deleted"),
    ]
    let parts = counts.filter { $0.0 > 0 }.map { count, state in
      "\(count) file\(count == 1 ? "" : "s") \(state)"
    }
    guard let last = parts.last else { return nil }
    return parts.count == 1 ? last : "\(parts.dropLast().joined(separator: ", ")) and \(last)"
  }

  /// Says what is not here by choice, and how to get it: a line for each directory, one for all single files.
  func noteLeftOut(_ report: CheckoutReport) {
    let files = report.leftOut.filter { $0.files == 1 }
    for (name, count) in report.leftOut where count > 1 {
      context.console.note(
        "\(count) files of '\(name)' are left out (`cairn pull \(name)` fetches them).")
    }
    guard let first = files.first?.name else { return }
    context.console.note(
      files.count == 1
        ? "1 file is left out (`cairn pull \(first)` fetches it)."
        : "\(files.count) files are left out (`cairn pull` fetches them).")
  }

  /// The error for outputs that could not be checked out.
  func failure(_ report: CheckoutReport) -> CairnError? {
    if report.failed.isEmpty { return nil }
    return CairnError(
      """
      Checkout failed for following targets:
      \(report.failed.joined(separator: "\n"))
      Is your cache up to date?
      <https://error.dvc.org/missing-files>
      """, kind: .missingData, hints: Array(Set(report.hints)).sorted())
  }

  func value(_ report: CheckoutReport) -> Value {
    func list(_ names: [String]) -> Value { .array(sorted(names).map(Value.string)) }
    var value: Value.Mapping = [
      "added": list(report.added), "modified": list(report.modified),
      "deleted": list(report.deleted), "failed": list(report.failed),
      "files": [
        "added": .integer(report.filesAdded), "modified": .integer(report.filesModified),
        "deleted": .integer(report.filesDeleted),
      ],
    ]
    if !report.leftOut.isEmpty {
      value["left_out"] = .array(
        report.leftOut.map { ["path": .string($0.name), "files": .integer($0.files)] })
    }
    return .map(value)
  }
}
