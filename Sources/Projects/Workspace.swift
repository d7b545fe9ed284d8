import Basics
package import FileAccess
package import Formats
package import Hashing
package import Objects
package import SystemPackage

/// The outputs of a project as they are on disk, hashed only where the file index does not know.
package struct Workspace: Sendable {
  package let project: Project
  package let records: WorkspaceRecords
  /// What this command put here so far.
  private let log = LinkLog()

  /// - Throws: when Cairn's own directory below `.dvc/tmp` cannot be written.
  package init(_ project: Project) throws {
    self.project = project
    records = try WorkspaceRecords(directory: project.privateDirectory)
  }

  /// What is somewhere, its content not read.
  package typealias Scan = (kind: WorkspaceState.Kind, listing: DirectoryListing)

  /// What is at `path`, without reading any content. A link that leads nowhere counts as missing.
  ///
  /// - Parameter allowsBrokenLinks: whether a directory may hold such links; else they are an error.
  package func scan(_ path: FilePath, allowsBrokenLinks: Bool = false) throws -> Scan {
    guard let status = try FileStatus.ifExists(at: path) else {
      return (.missing, DirectoryListing())
    }
    switch status.kind {
    case .directory: return (.directory, try list(path, allowsBrokenLinks))
    case .file:
      let isLink = try FileStatus(at: path, followingLinks: false).kind == .symlink
      let paths = PackedPaths([.root])
      return (.file, DirectoryListing(paths: paths, statuses: [status], isSymlink: [isLink]))
    case .symlink, .other:
      throw CairnError(
        "'\(path)' is neither a file nor a directory",
        hints: [
          "Pipes, sockets and devices have no content to track: remove it, or add it to .dvcignore."
        ])
    }
  }

  private func list(_ path: FilePath, _ allowsBrokenLinks: Bool) throws -> DirectoryListing {
    let listing = try listing(path)
    let problems = listing.problems.filter { !allowsBrokenLinks || !$0.isBrokenLink }
    if let problem = problems.first { throw problem }
    return listing
  }

  private func listing(_ path: FilePath) throws -> DirectoryListing {
    guard let relative = path.relative(to: project.root) else { return try walk(root: path) }
    let filter = try project.ignore.filter(below: relative)
    let listing = try walk(root: path) { directory, names in
      filter(relative.appending(directory), names).map { !$0 }
    }
    try project.ignore.checkWalk()
    return listing
  }

  /// What is at `path`, hashed with `algorithm`; with `.store`, also put into the cache.
  package func state(
    at path: FilePath, _ algorithm: HashAlgorithm = .md5, _ purpose: CacheIngest.Purpose = .hash
  ) throws -> WorkspaceState {
    try state(at: path, scan(path), algorithm, purpose)
  }

  /// - Parameter index: that of the output, where it was read already.
  package func state(
    at path: FilePath, _ found: Scan, _ algorithm: HashAlgorithm,
    _ purpose: CacheIngest.Purpose = .hash, index: FileIndex? = nil
  ) throws -> WorkspaceState {
    var (kind, listing) = found
    if kind == .missing { return WorkspaceState(kind: kind, listing: listing, digests: []) }
    let record = index ?? self.index(for: path, algorithm)
    let known = record.lookup(listing)
    let ingest = CacheIngest(project.cache(algorithm), purpose, progress: project.progress)
    let result = try ingest.run(listing, below: path, known: known)
    let asFound = listing
    for (index, status) in result.adopted { listing.statuses[index] = status }
    if !known.allSatisfy({ $0 != nil }) || record.count != listing.paths.count {
      try records.save(
        listing, result.digests, for: path, algorithm, ours: Set(result.adopted.keys))
      try noteSeen(listing, at: path)
    }
    // Of a file, what it was before it became an object is recorded: whether it may be executed.
    return WorkspaceState(
      kind: kind, listing: kind == .file ? asFound : listing, digests: result.digests)
  }

  /// Files that are here, whoever brought them, are not absent any more: they are deleted when they go.
  private func noteSeen(_ listing: DirectoryListing, at path: FilePath) throws {
    guard let parts = try records.materializedParts(of: path) else { return }
    let seen = listing.paths.indices.filter { !parts.contains(listing.paths[$0]) }
    if seen.isEmpty { return }
    try records.setMaterializedParts(parts.union(seen.map(listing.paths.path)), of: path)
  }

  /// What the files of an output were when they were last hashed.
  func index(for path: FilePath, _ algorithm: HashAlgorithm) -> FileIndex {
    records.index(for: path, algorithm)
  }

  /// The same, of what is to be recorded.
  ///
  /// - Throws: also for names that are no text, which neither pointer files nor lists of files can hold.
  package func recordableState(
    at path: FilePath, _ purpose: CacheIngest.Purpose
  ) throws -> WorkspaceState {
    let found = try scan(path)
    if let index = found.listing.paths.firstIndexOfNoText {
      throw UnrecordableNameError(path: path.appending(pathBytes: found.listing.paths[index]))
    }
    return try state(at: path, found, .md5, purpose)
  }

  /// Notes that what is at `path` is here because of us, so that it can go when no stage owns it any
  /// more and it still is what `listing` says.
  package func noteLink(_ path: FilePath, _ listing: DirectoryListing) throws {
    guard let relative = path.relative(to: project.root), let record = try link(path, listing)
    else { return }
    log.note(record, of: relative)
  }

  /// What Cairn would record of a link to what is at `path`; nil when nothing is there.
  func link(_ path: FilePath, _ listing: DirectoryListing) throws -> LinkRecord? {
    try FileStatus.ifExists(at: path, followingLinks: false).map {
      LinkRecord(inode: $0.inode, listing)
    }
  }

  /// Records all links that were noted.
  package func recordLinks() throws {
    let new = log.take()
    let known = try records.links()
    let all = known.merging(new) { $1 }
    if all != known { try records.setLinks(all) }
  }

  /// Notes what an output is after it was linked or checked out.
  ///
  /// - Parameter ours: the files that only got other links or another mode, by us.
  /// - Returns: what was found there.
  @discardableResult
  package func refresh(
    _ path: FilePath, tree: TreeObject, _ algorithm: HashAlgorithm, ours: [Int] = []
  ) throws -> DirectoryListing {
    let listing = try scan(path, allowsBrokenLinks: true).listing
    return try note(listing, tree, at: path, algorithm, ours: ours)
  }

  /// Notes what an output is, unless its files are not those of `tree`.
  /// - Parameter moment: the time at which the look at the files began; by default this command's start.
  @discardableResult
  func note(
    _ listing: DirectoryListing, _ tree: TreeObject, at path: FilePath, _ algorithm: HashAlgorithm,
    lookedAt moment: Int64? = nil, ours: [Int] = []
  ) throws -> DirectoryListing {
    if listing.count > 0, listing.paths == tree.paths {
      try records.save(
        listing, tree.digests, for: path, algorithm, lookedAt: moment, ours: Set(ours))
    }
    return listing
  }
}
