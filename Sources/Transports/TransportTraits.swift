/// What a transport can do, and what it costs.
package struct TransportTraits: Sendable, Equatable {
  /// The calls worth having in flight at once; more are never made.
  package var width: Int
  /// The most objects on one page of a listing.
  package var pageSize: Int
  /// What one call of `list` costs, in calls of `stat`, when all objects are in one directory.
  package var listCost: Double
  /// The keys that one request of `delete` takes; a call may pass any number.
  package var deleteBatch: Int
  /// An upload replaces an object at one moment: a reader sees the old bytes or the new ones.
  package var atomicPut: Bool
  /// `download` fetches a range without reading what precedes it.
  package var hasRanges: Bool
  /// Ranges of one large object arrive sooner when several are asked for at a time.
  package var hasParallelRanges: Bool
  /// `list` and `delete` work. HTTP remotes refuse both as `unsupported`.
  package var canList: Bool
  /// The first upload makes the remote when it is not there; until then it is an empty one. Otherwise
  /// somebody has to make it: `noRoot` is a mistake in the configuration.
  package var createsRoot: Bool
  /// Keys may be any bytes. Otherwise one that is not UTF-8 is `rejected`.
  package var keysAreBytes: Bool

  package init(
    width: Int, pageSize: Int, listCost: Double, deleteBatch: Int = 1, atomicPut: Bool = true,
    hasRanges: Bool = true, hasParallelRanges: Bool = false, canList: Bool = true,
    createsRoot: Bool = true,
    keysAreBytes: Bool = true
  ) {
    self.width = width
    self.pageSize = pageSize
    self.listCost = listCost
    self.deleteBatch = deleteBatch
    self.atomicPut = atomicPut
    self.hasRanges = hasRanges
    self.hasParallelRanges = hasParallelRanges
    self.canList = canList
    self.createsRoot = createsRoot
    self.keysAreBytes = keysAreBytes
  }
}
