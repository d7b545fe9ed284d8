import Basics
package import FileAccess
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

extension CheckoutPlan {
  /// What a directory holds after the plan was carried out, when most of it stayed: only the files that
  /// were touched are looked at.
  ///
  /// - Returns: nil when a look at the whole directory costs no more, or is needed.
  package func listingAfter(_ job: Checkout.Job) throws -> DirectoryListing? {
    let touched = neededIndices + modes
    guard job.current.kind == .directory, job.wantedKind == .directory,
      touched.count * 8 < kept.count
    else { return nil }
    let unknown = FileStatus(size: 0, mode: 0)
    var statuses = Array(repeating: unknown, count: job.wanted.count)
    var isSymlink = Array(repeating: false, count: job.wanted.count)
    for pair in kept {
      statuses[pair.wanted] = job.current.listing.statuses[pair.current]
      isSymlink[pair.wanted] = job.current.listing.isSymlink[pair.current]
    }
    for index in touched {
      let path = job.path.appending(pathBytes: job.wanted.paths[index])
      guard let status = try FileStatus.ifExists(at: path) else { return nil }
      statuses[index] = status
      isSymlink[index] = try FileStatus(at: path, followingLinks: false).kind == .symlink
    }
    return DirectoryListing(paths: job.wanted.paths, statuses: statuses, isSymlink: isSymlink)
  }
}
