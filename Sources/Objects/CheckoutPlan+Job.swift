import Basics
import FileAccess
import Formats

extension CheckoutPlan {
  /// Compares an output with what it should be, in all that counts as a change for DVC: the bytes, the
  /// right to execute, and directories that nothing is recorded in.
  init(_ job: Checkout.Job) {
    self.init(current: job.current.tree, wanted: job.wanted)
    let listing = job.current.listing
    modes = kept.filter { pair in
      (listing.statuses[pair.current].mode & 0o111 != 0) != job.isExecutable
    }.map(\.wanted)
    brokenLinks = listing.brokenLinks.compactMap { $0.relative(to: job.path) }
    extraDirectories = (listing.directories.indices.map(listing.directories.path) + listing.skipped)
      .filter { job.wanted.digest(at: $0) != nil || job.wanted.range(inside: $0).isEmpty }
      .sorted()
  }
}
