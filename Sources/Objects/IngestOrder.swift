import FileAccess

/// Which files are hashed how: a lane of the vector registers is slower than a file alone, and only many
/// of them are faster.
struct IngestOrder: Equatable {
  /// Read whole, some at a time.
  var small: [Int] = []
  /// Hashed side by side as they are read; the largest first, so that they end at about the same time.
  var streamed: [Int] = []
  /// Hashed one by one on each thread.
  var alone: [Int] = []

  /// The fewest files that are faster side by side.
  private static let leastStreams = 8

  /// - Parameter hashesManyAtOnce: false hashes each large file alone.
  init(_ files: [Int], _ statuses: [FileStatus], hashesManyAtOnce: Bool) {
    small = files.filter { statuses[$0].size <= SmallFileGroup.largest }
    var large = files.filter { statuses[$0].size > SmallFileGroup.largest }
      .sorted { statuses[$0].size > statuses[$1].size }[...]
    var rest = large.reduce(0) { $0 + statuses[$1].size }
    // One that outweighs the others would be left behind in its lane.
    while let first = large.first,
      !hashesManyAtOnce || large.count < Self.leastStreams
        || statuses[first].size > rest / Int64(Self.leastStreams)
    {
      alone.append(first)
      rest -= statuses[first].size
      large.removeFirst()
    }
    streamed = Array(large)
  }
}
