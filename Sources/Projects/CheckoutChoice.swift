import Basics
import FileAccess
import Formats
package import Hashing
import Objects

/// Which files a checkout brings of those that its targets hold.
package struct CheckoutChoice: Sendable {
  package var filter = PathFilter.all
  /// Objects that are too large.
  package var leavesOut: Set<ObjectID> = []
  /// Whether what never was here, and is not in the cache, stays absent; else it is a failure.
  package var leavesAbsent = false

  package init() {}

  /// The entries of `wanted` that are not to be brought.
  ///
  /// - Parameters:
  ///   - output: its path from the project's root.
  ///   - parts: what of the output was brought here before; nil for all of it.
  func leftOut(
    of wanted: TreeObject, at output: RelativePath, _ parts: MaterializedParts?, _ cache: LocalCache
  ) throws -> TreeObject {
    if filter.choosesAll, leavesOut.isEmpty, !leavesAbsent || parts == nil { return .empty }
    let chosen = filter.choosesAll ? nil : filter.choices(wanted.paths, below: output)
    var paths = PackedPaths()
    var digests: [Digest] = []
    for index in wanted.paths.indices {
      let id = ObjectID(wanted.digests[index])
      let isAbsent =
        try leavesAbsent && parts.map { !$0.contains(wanted.paths[index]) } ?? false
        && !cache.contains(id)
      if isAbsent || leavesOut.contains(id) || !(chosen?[index] ?? true) {
        paths.append(wanted.paths[index])
        digests.append(wanted.digests[index])
      }
    }
    return TreeObject(sortedPaths: paths, digests: digests)
  }

  /// Takes out of a job what is to stay as it is: `leftOut`, and all else that the filter does not choose.
  func leaveOut(_ leftOut: TreeObject, of job: inout Checkout.Job, at output: RelativePath) {
    if filter.choosesAll, leftOut.count == 0 { return }
    let all = job.current
    let chosen = filter.choices(all.listing.paths, below: output)
    let indices = all.listing.paths.indices.filter {
      chosen[$0] && leftOut.digest(at: all.listing.paths.path($0)) == nil
    }
    let recorded = job.wanted
    job.wanted = recorded.entries { leftOut.paths.sortedIndex(of: $0) == nil }
    // A directory is in the way, or of no use, only if it holds nothing that is recorded.
    let listing = all.listing.part(indices, insideAnyOf: [.root], below: job.path)
      .keepingDirectories { recorded.range(inside: $0).isEmpty }
    job.current = WorkspaceState(
      kind: all.kind, listing: listing, digests: indices.map { all.digests[$0] })
  }
}

extension TreeObject {
  /// The entries whose paths `isMeant`.
  func entries(_ isMeant: (ArraySlice<UInt8>) throws -> Bool) rethrows -> TreeObject {
    var kept = PackedPaths()
    var digests: [Digest] = []
    for index in paths.indices where try isMeant(paths[index]) {
      kept.append(paths[index])
      digests.append(self.digests[index])
    }
    return TreeObject(sortedPaths: kept, digests: digests)
  }
}
