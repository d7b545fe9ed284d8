import Basics
import FileAccess
import Hashing
import Objects
import SystemPackage

/// Outputs that Cairn put into the workspace, that no stage owns any more, and that nobody touched.
struct StaleOutputs {
  struct Output {
    var path: RelativePath
    var isDirectory: Bool
    var listing: DirectoryListing
  }

  let workspace: Workspace

  init(_ workspace: Workspace) {
    self.workspace = workspace
  }

  func find() throws -> [Output] {
    let links = try workspace.records.links()
    guard !links.isEmpty else { return [] }
    let owned = Set(try workspace.project.index.outputs().compactMap(\.output.path))
    return try links.sorted { $0.key < $1.key }.compactMap { path, record in
      owned.contains(where: path.overlaps) ? nil : try untouched(path, record)
    }
  }

  /// The output if it is as Cairn put it there and all its bytes are in the cache.
  private func untouched(_ path: RelativePath, _ record: LinkRecord) throws -> Output? {
    let absolute = workspace.project.absolute(path)
    let found = try workspace.scan(absolute)
    let (kind, listing) = found
    guard kind != .missing, try !leadsElsewhere(absolute, kind, listing),
      try record.isLeaving || workspace.link(absolute, listing) == record
    else { return nil }
    for algorithm in [HashAlgorithm.md5, .md5Dos2Unix] {
      let state = try workspace.state(at: absolute, found, algorithm)
      if try isSaved(state, algorithm) {
        return Output(path: path, isDirectory: kind == .directory, listing: listing)
      }
    }
    return nil
  }

  /// Whether a directory is or holds a symbolic link to one.
  private func leadsElsewhere(
    _ path: FilePath, _ kind: WorkspaceState.Kind, _ listing: DirectoryListing
  ) throws -> Bool {
    guard kind == .directory else { return false }
    let isLink = try FileStatus(at: path, followingLinks: false).kind == .symlink
    return isLink || !listing.skipped.isEmpty
  }

  private func isSaved(_ state: WorkspaceState, _ algorithm: HashAlgorithm) throws -> Bool {
    let cache = workspace.project.cache(algorithm)
    return try zip(state.digests, state.listing.statuses).allSatisfy { digest, status in
      let id = ObjectID(digest)
      return try cache.containsIntact(id) && cache.size(of: id) == status.size
    }
  }

  /// Removes the files of `outputs`, then what directories are empty. What `.dvcignore` hides stays.
  func remove(_ outputs: [Output]) throws {
    if outputs.isEmpty { return }
    var links = try workspace.records.links()
    for output in outputs { links[output.path]?.isLeaving = true }
    try workspace.records.setLinks(links)  // so that another run can go on where this one dies
    for output in outputs {
      try remove(output)
      links[output.path] = nil
    }
    try workspace.records.setLinks(links)
  }

  private func remove(_ output: Output) throws {
    let root = workspace.project.absolute(output.path)
    for (index, status) in output.listing.statuses.enumerated() {
      try checkInterruption()
      let file = root.appending(pathBytes: output.listing.paths[index])
      if let now = try FileStatus.ifExists(at: file), isSame(now, status) { try removeFile(file) }
    }
    for index in output.listing.directories.indices.reversed() {
      try removeDirectoryIfEmpty(root.appending(pathBytes: output.listing.directories[index]))
    }
    if output.isDirectory { try removeDirectoryIfEmpty(root) }
    try workspace.records.forget(root)
  }

  /// Whether a file is still the one whose bytes were found in the cache.
  private func isSame(_ now: FileStatus, _ then: FileStatus) -> Bool {
    now.inode == then.inode && now.size == then.size && now.modified == then.modified
  }
}
