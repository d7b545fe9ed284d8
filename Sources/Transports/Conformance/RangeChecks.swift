extension ConformanceCheck {
  static var rangeChecks: [ConformanceCheck] {
    [
      ConformanceCheck("downloads ranges", run: downloadsRanges),
      ConformanceCheck("downloads ranges of an empty object", run: downloadsRangesOfNothing),
      ConformanceCheck("downloads a range across pieces", run: downloadsAcrossPieces),
    ]
  }

  private static func downloadsRanges(_ site: ConformanceSite) async throws {
    let bytes = Array("0123456789".utf8)
    try await site.put(bytes, "digits")
    let ranges: [Range<Int64>] = [
      0..<10, 0..<0, 0..<1, 3..<7, 9..<10, 5..<100, 10..<20, 50..<60, 0..<Int64.max, 4..<Int64.max,
    ]
    for range in ranges {
      let expected = bytes[Int(min(range.lowerBound, 10))..<Int(min(range.upperBound, 10))]
      let found = try await site.get("digits", range: range)
      try requireEqual(found, Array(expected), "bytes \(range)")
      let object = try await site.transport.download(site.key("digits"), range: range) { _ in }
      try requireEqual(object.size, 10, "size by a download of bytes \(range)")
    }
  }

  private static func downloadsRangesOfNothing(_ site: ConformanceSite) async throws {
    try await site.put([], "empty")
    for range: Range<Int64> in [0..<0, 0..<1, 5..<6] {
      try requireEqual(try await site.get("empty", range: range), [], "bytes \(range)")
    }
  }

  private static func downloadsAcrossPieces(_ site: ConformanceSite) async throws {
    let bytes = sampleBytes(700_000)
    try await site.put(bytes, "object")
    let found = try await site.get("object", range: 131_071..<600_001)
    try require(found == Array(bytes[131_071..<600_001]), "other bytes came back")
  }
}
