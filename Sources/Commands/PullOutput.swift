import Transports
import Objects
import Basics
import Formats
import Projects
import Terminal

/// Shows how a `pull` ended: what was checked out, the counts, then what failed.
struct PullOutput {
  private static let prefix = "failed to pull data from the cloud"

  private let context: CommandContext
  private let printsJSON: Bool

  init(_ context: CommandContext, printsJSON: Bool) {
    self.context = context
    self.printsJSON = printsJSON
  }

  func run(_ body: (Project) async throws -> PullReport) async throws -> ExitStatus {
    try await handlingFailures(Self.prefix) {
      let report = try await context.documented(printsJSON) {
        try await context.withProject { project in
          try await warningOfCollection(context, body, project)
        }
      }
      show(report)
      if let failure = TransferProblems.failure(report.fetch, "download") { throw failure }
      if let failure = CheckoutOutput(context).failure(report.checkout) { throw failure }
      return .success
    }
  }

  private func show(_ report: PullReport) {
    let problems = TransferProblems(context)
    let output = CheckoutOutput(context)
    problems.show(report.fetch)
    defer { problems.showFigures(report.fetch, .fetch) }
    if printsJSON {
      var document = problems.value(report.fetch, "fetched").map ?? Value.Mapping()
      document["checkout"] = output.value(report.checkout)
      context.console.print(json: .map(document))
      output.noteLeftOut(report.checkout)
      return
    }
    output.printChanges(report.checkout)
    if let summary = output.summary(report.checkout, fetched: report.fetch.transferredCount) {
      context.console.print(summary)
    } else if report.isComplete {
      context.console.print("Everything is up to date.")
    }
    for warning in report.checkout.warnings { context.console.warn(warning) }
    output.noteLeftOut(report.checkout)
  }
}

extension PullReport {
  fileprivate var isComplete: Bool {
    fetch.report.failed.isEmpty && fetch.missing.isEmpty && checkout.failed.isEmpty
  }
}
