import Hashing
import Objects

extension TransferSummary {
  /// Counts the needed objects that nobody had to transfer, if others were transferred.
  mutating func countHeld(among needed: [NeededByRemote], _ project: Project) throws {
    if report.transferred.isEmpty { return }
    var ids: Set<ObjectID> = []
    for part in needed.flatMap(\.parts) {
      ids.formUnion(try part.ids(in: project.cache(part.algorithm)))
      ids.formUnion(part.trees.map(\.id))
    }
    ids.subtract(leftOut)
    ids.subtract(report.transferred)
    ids.subtract(report.failed.map(\.id))
    ids.subtract(missing.map(\.id))
    ids.subtract(report.withheldTrees)
    held = ids.count
  }
}

/// Runs a transfer and notes how long it took.
func measuringSeconds(
  _ transfer: () async throws -> TransferSummary
) async throws -> TransferSummary {
  let start = ContinuousClock.now
  var summary = try await transfer()
  summary.seconds = (ContinuousClock.now - start) / .seconds(1)
  return summary
}
