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

  /// What is at `path`, without reading any content. A link that leads nowhere counts as missing.
  ///
  /// - Parameter allowsBrokenLinks: whether a directory may hold such links; else they are an error.
  package func scan(_ path: FilePath, allowsBrokenLinks: Bool = false) throws -> (
    kind: WorkspaceState.Kind, listing: DirectoryListing
  ) {
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
    let (kind, listing) = try scan(path)
    return try state(at: path, kind, listing, algorithm, purpose)
  }

  package func state(
    at path: FilePath, _ kind: WorkspaceState.Kind, _ listing: DirectoryListing,
    _ algorithm: HashAlgorithm, _ purpose: CacheIngest.Purpose = .hash
  ) throws -> WorkspaceState {
    if kind == .missing { return WorkspaceState(kind: kind, listing: listing, digests: []) }
    let record = records.index(for: path, algorithm)
    let known = record.lookup(listing)
    let ingest = CacheIngest(project.cache(algorithm), purpose, progress: project.progress)
    let digests = try ingest.run(listing, below: path, known: known)
    let state = WorkspaceState(kind: kind, listing: listing, digests: digests)
    if !known.allSatisfy({ $0 != nil }) || record.count != listing.paths.count {
      try records.save(state, for: path, algorithm)
    }
    return state
  }

  /// The same, of what is to be recorded.
  ///
  /// - Throws: also for names that are no text, which neither pointer files nor lists of files can hold.
  package func recordableState(
    at path: FilePath, _ purpose: CacheIngest.Purpose
  ) throws -> WorkspaceState {
    let (kind, listing) = try scan(path)
    if let index = listing.paths.firstIndexOfNoText {
      throw UnrecordableNameError(path: path.appending(pathBytes: listing.paths[index]))
    }
    return try state(at: path, kind, listing, .md5, purpose)
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
  /// - Returns: what was found there.
  @discardableResult
  package func refresh(
    _ path: FilePath, tree: TreeObject, _ algorithm: HashAlgorithm
  ) throws -> DirectoryListing {
    let (kind, listing) = try scan(path, allowsBrokenLinks: true)
    guard kind != .missing, listing.paths == tree.paths else { return listing }
    try records.save(
      WorkspaceState(kind: kind, listing: listing, digests: tree.digests), for: path, algorithm)
    return listing
  }
}
