import Basics
import Hashing
import Objects
import Projects
import Terminal

/// Shows what `gc` removed, or would.
struct GarbageOutput {
  private let console: Console
  private let printsJSON: Bool

  init(_ console: Console, printsJSON: Bool) {
    self.console = console
    self.printsJSON = printsJSON
  }

  /// - Throws: when something could not be removed.
  func show(_ report: GarbageReport) throws -> ExitStatus {
    if printsJSON {
      console.print(json: report.value)
    } else {
      for part in report.parts { show(part, isDry: report.isDry) }
      note(report)
    }
    let failed = report.parts.reduce(0) { $0 + $1.failed.count }
    if failed == 0 { return .success }
    throw CairnError("\(failed) object\(failed == 1 ? "" : "s") could not be removed")
  }

  private func show(_ part: GarbageReport.Part, isDry: Bool) {
    if isDry, !part.plan.isEmpty {
      let lines = part.plan.removals.map { "Removing \(part.path($0.id))" }
      console.print(lines.joined(separator: "\n"))
    }
    for (id, reason) in part.failed {
      console.report(CairnError("failed to remove '\(part.path(id))' - \(reason)"))
    }
    let isNothing = part.count == 0
    switch part.place {
    case .cache(let name):
      console.print(
        isNothing
          ? "No unused '\(name)' cache to remove."
          : "Removed \(part.count) objects from \(name) cache.")
    case .remote:
      console.print(
        isNothing
          ? "No unused cache to remove from remote."
          : "Removed \(part.count) objects from remote.")
    }
  }

  private func note(_ report: GarbageReport) {
    if report.count > 0 {
      let size = "\(report.bytes) bytes (\(sizeText(report.bytes)))"
      console.note("\(size) \(report.isDry ? "would be" : "were") freed.")
    }
    for part in report.parts where part.plan.strangers > 0 {
      let count = part.plan.strangers
      console.note(
        "\(count) file\(count == 1 ? "" : "s") among the objects of \(name(part.place)) "
          + "\(count == 1 ? "is no object and was" : "are no objects and were") left alone.")
    }
  }

  private func name(_ place: GarbageReport.Place) -> String {
    switch place {
    case .cache(let name): "the \(name) cache"
    case .remote(let name): "the remote '\(name)'"
    }
  }
}
