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
    let failed = report.parts.reduce(0) { $0 + $1.failed.count + $1.failedPartial.count }
    let failedUploads = report.parts.reduce(0) { $0 + $1.failedUploads.count }
    if failed + failedUploads == 0 { return .success }
    if failed == 0 {
      throw CairnError(
        "\(failedUploads) unfinished upload\(failedUploads == 1 ? "" : "s") could not be given up")
    }
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
    for (id, reason) in part.failedPartial {
      console.report(
        CairnError("failed to remove the unfinished fetch of '\(part.path(id))' - \(reason)"))
    }
    for (upload, reason) in part.failedUploads {
      console.report(
        CairnError("failed to give up the unfinished upload of '\(part.path(upload))' - \(reason)"))
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
    for part in report.parts where !part.partial.isEmpty { notePartial(part, isDry: report.isDry) }
    for part in report.parts where !part.uploads.isEmpty { note(part, isDry: report.isDry) }
    for part in report.parts where part.plan.strangers > 0 {
      let count = part.plan.strangers
      console.note(
        "\(count) file\(count == 1 ? "" : "s") among the objects of \(name(part.place)) "
          + "\(count == 1 ? "is no object and was" : "are no objects and were") left alone.")
    }
  }

  /// Tells of unfinished fetches; DVC leaves nothing of them.
  private func notePartial(_ part: GarbageReport.Part, isDry: Bool) {
    if isDry {
      for object in part.partial {
        console.note("Removing the unfinished fetch of '\(part.path(object.id))'")
      }
    }
    let count = part.partial.count
    console.note(
      "\(count) unfinished fetch\(count == 1 ? "" : "es") of unused objects, "
        + "\(sizeText(part.partialBytes)), \(isDry ? "would be" : count == 1 ? "was" : "were") removed."
    )
  }

  /// Tells of unfinished uploads; DVC knows nothing of them.
  private func note(_ part: GarbageReport.Part, isDry: Bool) {
    if isDry {
      for upload in part.uploads {
        console.note("Giving up the unfinished upload of '\(part.path(upload))'")
      }
    }
    let count = part.uploadCount
    console.note(
      "\(count) unfinished upload\(count == 1 ? "" : "s") to \(name(part.place)) that nobody added to "
        + "for a day \(isDry ? "would be" : count == 1 ? "was" : "were") given up.")
  }

  private func name(_ place: GarbageReport.Place) -> String {
    switch place {
    case .cache(let name): "the \(name) cache"
    case .remote(let name): "the remote '\(name)'"
    }
  }
}
