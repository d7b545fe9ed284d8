import Basics
package import Hashing
package import Transports

/// How a push or a fetch ended.
package struct TransferReport: Sendable {
  /// What was transferred, in no order.
  package var transferred: [ObjectID] = []
  package var bytes: Int64 = 0
  /// What could not be transferred, and why.
  package var failed: [(id: ObjectID, error: TransportError)] = []
  /// What is on neither side.
  package var missing: [ObjectID] = []
  /// Trees that arrived, but not all of the files that are needed of them.
  package var incompleteTrees: [ObjectID] = []
  /// Trees that were on the remote although some of their files were not; repaired where possible.
  package var brokenTrees: [ObjectID] = []
  /// Trees of which only a part was meant and is there.
  package var partialTrees: [ObjectID] = []
  /// Trees that were kept from the remote because files of theirs did not get there.
  package var withheldTrees: [ObjectID] = []
  /// How many trees were taken to be whole on the remote because an earlier look said so.
  package var remembered: [RememberedTree] = []

  package init() {}

  package mutating func merge(_ other: TransferReport) {
    transferred += other.transferred
    bytes += other.bytes
    failed += other.failed
    missing += other.missing
    incompleteTrees += other.incompleteTrees
    brokenTrees += other.brokenTrees
    partialTrees += other.partialTrees
    withheldTrees += other.withheldTrees
    remembered += other.remembered
  }
}

/// A tree that was seen whole on a remote at some time.
package struct RememberedTree: Sendable, Equatable {
  package var id: ObjectID
  /// Seconds since 1970.
  package var seen: Int64

  package init(id: ObjectID, seen: Int64) {
    self.id = id
    self.seen = seen
  }
}
