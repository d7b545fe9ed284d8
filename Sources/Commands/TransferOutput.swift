import Transports
import Basics
import Formats
import Objects
import Projects
import Terminal

/// Shows how a `push` or `fetch` ended, and decides its verdict.
struct TransferOutput {
  enum Direction {
    case push
    case fetch

    var prefix: String {
      switch self {
      case .push: "failed to push data to the cloud"
      case .fetch: "failed to fetch data from the cloud"
      }
    }

    var done: String { self == .push ? "pushed" : "fetched" }
    var verb: String { self == .push ? "upload" : "download" }
  }

  private let context: CommandContext
  private let direction: Direction
  private let printsJSON: Bool

  init(_ context: CommandContext, _ direction: Direction, printsJSON: Bool) {
    self.context = context
    self.direction = direction
    self.printsJSON = printsJSON
  }

  func run(_ body: (Project) async throws -> TransferSummary) async throws -> ExitStatus {
    try await handlingFailures(direction.prefix) {
      let summary = try await context.documented(printsJSON) {
        try await context.withProject { project in
          try await warningOfCollection(context, body, project)
        }
      }
      show(summary)
      try verdict(summary)
      return .success
    }
  }

  private func show(_ summary: TransferSummary) {
    let problems = TransferProblems(context)
    problems.show(summary)
    defer {
      problems.noteRemembered(summary)
      problems.showFigures(summary, direction == .push ? .push : .fetch)
    }
    if printsJSON {
      context.console.print(json: problems.value(summary, direction.done))
      return
    }
    let count = summary.transferredCount
    if count > 0 {
      context.console.print("\(count) file\(count == 1 ? "" : "s") \(direction.done)")
    } else if summary.report.failed.isEmpty, summary.missing.isEmpty {
      context.console.print("Everything is up to date.")
    }
  }

  private func verdict(_ summary: TransferSummary) throws {
    if let failure = TransferProblems.failure(summary, direction.verb) { throw failure }
    if !summary.missing.isEmpty, context.verdict.missingObjectsFail {
      let count = summary.missing.count
      throw CairnError(
        "\(count) object\(count == 1 ? " is" : "s are") neither in the cache nor on the remote",
        kind: .missingData,
        hints: ["Push from a machine that has the data, or run `cairn add` on it again."])
    }
  }
}

/// Warns as DVC does when the stages cannot be read, before the error itself.
func warningOfCollection<Result>(
  _ context: CommandContext, _ body: (Project) async throws -> Result, _ project: Project
) async throws -> Result {
  do {
    return try await body(project)
  } catch let failure as CollectionFailure {
    for warning in failure.warnings { context.console.warn(warning) }
    throw failure.error
  }
}
