import Basics
import FileAccess
import Formats

/// How many files a checkout changes, counted as DVC counts: directories that go are files too, and what
/// takes the place of something else is a modification.
package struct CheckoutCounts: Sendable, Equatable {
  package var added: Int
  package var modified: Int
  package var deleted: Int

  package init(_ job: Checkout.Job, _ plan: CheckoutPlan) {
    let others = Set(plan.extraDirectories + plan.brokenLinks)
    let replaced = plan.creations.filter { index in
      let path = job.wanted.paths.path(index)
      if path.isRoot { return job.current.kind == .directory || job.replacesBrokenLink }
      return others.contains(path)
    }.count
    let deletions = plan.deletions.filter { index in
      let path = job.current.listing.paths.path(index)
      if path.isRoot { return job.wantedKind != .directory }
      return job.wanted.range(inside: path).isEmpty
    }.count
    added = plan.creations.count - replaced
    modified = plan.replacements.count + plan.modes.count + replaced
    deleted = deletions + others.filter { job.wanted.digest(at: $0) == nil }.count
  }
}
