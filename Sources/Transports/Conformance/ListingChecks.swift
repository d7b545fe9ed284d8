extension ConformanceCheck {
  static var listingChecks: [ConformanceCheck] {
    [
      ConformanceCheck(
        "lists in pages, also while objects are deleted", needsListing: true, run: listsPages),
      ConformanceCheck("lists in the order of bytes", needsListing: true, run: listsInOrder),
      ConformanceCheck("lists what begins with a prefix", needsListing: true, run: listsByPrefix),
      ConformanceCheck("lists nothing where nothing is", needsListing: true, run: listsNothing),
      ConformanceCheck("lists sizes when asked", needsListing: true, run: listsSizes),
      ConformanceCheck("refuses to list and delete where it cannot", run: refusesWhatItCannot),
    ]
  }

  private static func listsPages(_ site: ConformanceSite) async throws {
    let size = site.transport.traits.pageSize
    let names = (0..<max(250, size + 50)).map { "\($0 % 16)/\($0)" }
    try await site.put(names: names)
    let pages = try await site.pages()
    try require(pages.allSatisfy { $0.count <= size }, "a page is larger than traits.pageSize")
    try require(pages.count >= names.count / size, "\(pages.count) pages cannot hold all objects")
    let keys = pages.joined().map(\.key)
    try requireEqual(keys.count, names.count, "number of listed objects")
    try require(keys == keys.sorted(), "the pages are not in order")
    try require(Set(keys) == Set(try site.keys(names)), "other keys are listed than were put")
    try await deleteWhileListing(site, names.count)
  }

  /// Deletes each page before the next one is asked for; none of the `count` objects may be passed over.
  private static func deleteWhileListing(_ site: ConformanceSite, _ count: Int) async throws {
    var seen = 0
    var token: ListToken?
    repeat {
      let page = try await site.transport.list(prefix: site.prefix, after: token)
      seen += page.objects.count
      let refused = await site.transport.delete(page.objects.map(\.key))
      try requireEqual(refused.mapValues(\.detail), [:], "refusals to delete")
      token = page.next
    } while token != nil
    try requireEqual(seen, count, "objects seen while deleting")
    try requireEqual(try await site.names(), [], "names left")
  }

  private static func listsInOrder(_ site: ConformanceSite) async throws {
    let names = ["a.b", "a/b", "a/b.c", "a/b-c/d", "a/bc", "a0", "b", "A"]
    try await site.put(names: names)
    let listed = try await site.names()
    try requireEqual(
      listed, ["A", "a.b", "a/b", "a/b-c/d", "a/b.c", "a/bc", "a0", "b"], "order of names")
  }

  private static func listsByPrefix(_ site: ConformanceSite) async throws {
    try await site.put(names: ["a/00/1", "a/01/2", "a/0x", "a/10/3", "ab", "b/00/4"])
    let expected = [
      "": ["a/00/1", "a/01/2", "a/0x", "a/10/3", "ab", "b/00/4"],
      "a": ["a/00/1", "a/01/2", "a/0x", "a/10/3", "ab"],
      "a/": ["a/00/1", "a/01/2", "a/0x", "a/10/3"],
      "a/0": ["a/00/1", "a/01/2", "a/0x"],
      "a/00": ["a/00/1"], "a/00/": ["a/00/1"], "a/00/1": ["a/00/1"], "a/00/1/": [],
      "a/2": [], "c": [], "c/": [], "a//": [], "/": [],
    ]
    for (prefix, names) in expected {
      try requireEqual(try await site.names(prefix: prefix), names, "names with prefix '\(prefix)'")
    }
  }

  private static func listsNothing(_ site: ConformanceSite) async throws {
    try requireEqual(try await site.names(), [], "names in an empty place")
    try await site.put([1], "a")
    _ = await site.transport.delete([try site.key("a")])
    try requireEqual(try await site.names(), [], "names after the last was deleted")
  }

  private static func listsSizes(_ site: ConformanceSite) async throws {
    for size in [0, 1, 5000] { try await site.put(sampleBytes(size), "size-\(size)") }
    let objects = try await site.pages(detail: .sizes).joined()
    try requireEqual(objects.map(\.size), [0, 1, 5000], "sizes")
  }

  private static func refusesWhatItCannot(_ site: ConformanceSite) async throws {
    guard !site.transport.traits.canList else { return }
    try await site.put([1], "a")
    try await requireFailure(.unsupported, doing: "listing") { () async throws(TransportError) in
      _ = try await site.transport.list(prefix: site.prefix)
    }
    let key = try site.key("a")
    let refused = await site.transport.delete([key])
    try requireEqual(refused.mapValues(\.kind), [key: .unsupported], "deleting")
    try await site.requireNames(["a"], "names left")
  }
}
