extension ConformanceCheck {
  static var deletionChecks: [ConformanceCheck] {
    [
      ConformanceCheck(
        "deletes what it is told to and no more", needsListing: true, run: deletesOnlyThat),
      ConformanceCheck(
        "counts missing objects as deleted", needsListing: true, run: deletesMissing),
      ConformanceCheck("deletes more than a request takes", needsListing: true, run: deletesMany),
    ]
  }

  private static func deletesOnlyThat(_ site: ConformanceSite) async throws {
    try await site.put(names: ["a", "a.dir", "b/c", "b/d"])
    let refused = await site.transport.delete(try site.keys(["a", "b/c"]))
    try require(refused.isEmpty, "refused: \(refused)")
    try requireEqual(try await site.names(), ["a.dir", "b/d"], "names left")
    try requireEqual(try await site.stat("a"), nil, "stat of a deleted object")
  }

  private static func deletesMissing(_ site: ConformanceSite) async throws {
    try await site.put(names: ["here"])
    let refused = await site.transport.delete(try site.keys(["gone", "no/such", "here", "here"]))
    try require(refused.isEmpty, "refused: \(refused)")
    let none = await site.transport.delete([])
    try require(none.isEmpty, "refused: \(none)")
    try requireEqual(try await site.names(), [], "names left")
  }

  /// Each request has keys of objects that are there; making them all would take long.
  private static func deletesMany(_ site: ConformanceSite) async throws {
    let names = (0..<1030).map { "k\($0)" }
    try await site.put(names: names.indices.filter { $0 % 10 == 0 }.map { names[$0] } + ["stays"])
    let refused = await site.transport.delete(try site.keys(names))
    try require(refused.isEmpty, "refused: \(refused.count)")
    try requireEqual(try await site.names(), ["stays"], "names left")
  }
}
