import Hashing
import Transports
import Basics
import Formats
import Glibc
import Objects
import Projects
import Terminal

/// Names what a transfer could not do, object by object and path by path.
struct TransferProblems {
  private let context: CommandContext

  init(_ context: CommandContext) {
    self.context = context
  }

  func show(_ summary: TransferSummary) {
    for warning in summary.warnings { context.console.warn(warning) }
    if summary.lacksRemote { context.console.note("No remote provided and no default remote set.") }
    showMissing(summary)
    showFailures(summary)
    for id in summary.report.brokenTrees {
      context.console.note("\(id) was on the remote without all of its files.")
    }
    for name in summary.report.partialTrees.compactMap({ summary.names[$0] }) {
      context.console.note(
        "Only a part of '\(name)' is on the remote; others who fetch all of it will fail until it is pushed."
      )
    }
  }

  /// The error for objects that could not be transferred; trees that stay incomplete count too.
  static func failure(_ summary: TransferSummary, _ verb: String) -> CairnError? {
    guard let first = summary.report.failed.first else { return nil }
    let count = summary.report.failed.count + summary.report.incompleteTrees.count
    return CairnError("\(count) files failed to \(verb)", kind: first.error.userError.kind)
  }

  /// A remote that lets nobody in is named once, not once for every object.
  private func showFailures(_ summary: TransferSummary) {
    var refusals: Set<String> = []
    for (id, error) in summary.report.failed {
      let hints = error.userError.hints
      if !error.isOfWholeRemote {
        let place = summary.names[id].map { ["needed for: \($0)"] } ?? []
        context.console.report(
          CairnError("failed to transfer '\(id)' - \(error.detail)", hints: place + hints))
      } else if refusals.insert(error.detail).inserted {
        context.console.report(
          CairnError("failed to connect to the remote - \(error.detail)", hints: hints))
      }
    }
  }

  private func showMissing(_ summary: TransferSummary) {
    if summary.missing.isEmpty { return }
    let lines = summary.missing.map { "\($0.algorithm.rawValue): \($0.id)" }
    context.console.warn(
      "Some of the cache files do not exist neither locally nor on remote. Missing cache files:\n"
        + lines.joined(separator: "\n"))
    for object in summary.missing { context.console.note("missing: \(object.name)") }
  }

  /// Says what was moved, how fast, and what did not have to be. Called as `dvc` nothing is said.
  func showFigures(_ summary: TransferSummary, _ direction: TransferFigures.Direction) {
    guard context.invokedAs == .cairn || context.console.writesEvents,
      summary.transferredCount > 0
    else { return }
    context.console.say(
      .transferred(
        TransferFigures(
          direction, files: summary.transferredCount, bytes: summary.report.bytes,
          seconds: summary.seconds, held: summary.held)))
  }

  /// Says how old the knowledge is that a remote is complete.
  func noteRemembered(_ summary: TransferSummary) {
    let remembered = summary.report.remembered
    guard let oldest = remembered.map(\.seen).min() else { return }
    let count = remembered.count
    context.console.note(
      "up to date (\(count) tree\(count == 1 ? "" : "s") last checked "
        + "\(Self.age(Int64(time(nil)) - oldest)) ago)")
  }

  private static func age(_ seconds: Int64) -> String {
    switch seconds {
    case ..<60: "\(max(0, seconds)) s"
    case ..<3600: "\(seconds / 60) min"
    default: "\(seconds / 3600) h"
    }
  }

  func value(_ summary: TransferSummary, _ done: String) -> Value {
    [
      .init(stringLiteral: done): .integer(summary.transferredCount),
      "bytes": .integer(Int(summary.report.bytes)),
      "missing": .array(
        summary.missing.map { ["path": .string($0.name), "md5": .string($0.id.description)] }),
      "failed": .array(
        summary.report.failed.map { id, error in
          [
            "md5": .string(id.description), "kind": .string(error.kind.rawValue),
            "message": .string(error.detail),
          ]
        }),
    ]
  }
}
