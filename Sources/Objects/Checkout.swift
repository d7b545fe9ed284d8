package import Basics
package import FileAccess
package import Formats
package import Hashing
package import SystemPackage

/// Makes one output in the workspace what it should be.
package struct Checkout: Sendable {
  package let cache: LocalCache
  package let linker: ObjectLinker
  /// Where a new directory is built before it gets its name; on the workspace's file system.
  package let stagingDirectory: FilePath
  package var width = 2
  package var progress: any ProgressObserver = NoProgress()

  package init(cache: LocalCache, linker: ObjectLinker, stagingDirectory: FilePath) {
    self.cache = cache
    self.linker = linker
    self.stagingDirectory = stagingDirectory
  }

  /// One output: where it is, what it is now and what it should be.
  package struct Job: Sendable {
    package var path: FilePath
    package var current: WorkspaceState
    package var wanted: TreeObject
    package var wantedKind: WorkspaceState.Kind
    /// Whether `path` itself is a symbolic link that leads nowhere; `current` is missing then.
    package var replacesBrokenLink = false
    package var isExecutable = false
    /// Also replace what is right already by a new link.
    package var relinks = false

    package init(
      path: FilePath, current: WorkspaceState, wanted: TreeObject, wantedKind: WorkspaceState.Kind
    ) {
      self.path = path
      self.current = current
      self.wanted = wanted
      self.wantedKind = wantedKind
    }

    package var plan: CheckoutPlan { CheckoutPlan(self) }
  }

  /// The objects that the job needs and the cache lacks.
  package func missing(_ job: Job, _ plan: CheckoutPlan) throws -> [ObjectID] {
    let needed = placedIndices(job, plan)
    if job.wantedKind == .file {
      return try needed.map { ObjectID(job.wanted.digests[$0]) }.filter {
        try !cache.containsUsable($0)
      }
    }
    return try cache.missing(among: needed.lazy.map { ObjectID(job.wanted.digests[$0]) })
  }

  /// The entries that get a new file. What only has to become executable stays the file it is.
  private func placedIndices(_ job: Job, _ plan: CheckoutPlan) -> [Int] {
    guard job.relinks else { return plan.neededIndices }
    let modes = Set(plan.modes)
    return plan.neededIndices + plan.kept.map(\.wanted).filter { !modes.contains($0) }
  }

  /// The paths whose bytes are in no cache and would be lost.
  package func unsaved(_ job: Job, _ plan: CheckoutPlan) throws -> [FilePath] {
    try plan.overwrittenIndices
      .filter { try !cache.contains(ObjectID(job.current.digests[$0])) }
      .map { job.path.appending(pathBytes: job.current.listing.paths[$0]) }
  }

  /// Carries out the plan. Nothing is half-written at any moment: a new directory gets its name when
  /// it is whole, a file in a directory that exists replaces the old one in one step.
  ///
  /// - Returns: what a new directory held when it got its name, and nobody had seen it; else nil.
  @discardableResult
  package func apply(_ job: Job, _ plan: CheckoutPlan) throws -> NewDirectory? {
    if job.wantedKind == .directory, job.current.kind == .missing {
      if job.replacesBrokenLink { try removeFile(job.path) }
      return try createDirectory(job)
    }
    try delete(job, plan)
    if job.wantedKind == .directory { try makeDirectories(job.path) }
    let indices = placedIndices(job, plan)
    if !indices.isEmpty {
      let temporaries = try temporaryHome(for: job.path, preferred: stagingDirectory)
      try place(indices, of: job, below: job.path, .replacing(temporaries: temporaries))
    }
    for index in plan.modes {
      try addOwnerExecute(job.path.appending(pathBytes: job.wanted.paths[index]))
    }
    return nil
  }

  /// A directory as it was built.
  package struct NewDirectory {
    package var listing: DirectoryListing
    /// When the look at its files began, by the clock of the file system.
    package var moment: Int64
  }

  private func createDirectory(_ job: Job) throws -> NewDirectory {
    let staging = try StagingDirectory(for: job.path, preferred: stagingDirectory)
    try place(Array(0..<job.wanted.count), of: job, below: staging.path, .new)
    try makeDirectories(job.path.removingLastComponent())
    let moment = try fileSystemTime(in: staging.path)
    let listing = try walk(root: staging.path)
    try staging.publish(as: job.path)
    return NewDirectory(listing: listing, moment: moment)
  }

  private func delete(_ job: Job, _ plan: CheckoutPlan) throws {
    var parents: Set<RelativePath> = []
    for index in plan.deletions {
      try checkInterruption()
      let path = job.current.listing.paths.path(index)
      try removeFile(job.path.appending(path))
      if !path.isRoot { parents.insert(path.parent) }
    }
    for path in plan.brokenLinks where job.wanted.digest(at: path) == nil {
      try removeFile(job.path.appending(path))
    }
    for parent in parents { try removeEmptyDirectories(parent, below: job.path) }
    for path in plan.extraDirectories.reversed() {
      try removeDirectoryIfEmpty(job.path.appending(path))
    }
    if job.wantedKind != .directory, job.current.kind == .directory {
      try removeDirectoryIfEmpty(job.path)
    }
  }

  /// Removes the directories that lost their last file.
  private func removeEmptyDirectories(_ directory: RelativePath, below root: FilePath) throws {
    var directory = directory
    while !directory.isRoot, try removeDirectoryIfEmpty(root.appending(directory)) {
      directory = directory.parent
    }
  }

  private func place(
    _ indices: [Int], of job: Job, below root: FilePath, _ placement: LinkPlacement
  ) throws {
    try makeParents(of: indices, of: job, below: root)
    progress.observe(.started(.checkingOut, files: indices.count, bytes: nil))
    defer { progress.observe(.finished) }
    // Neighbours in one batch: threads that create files in the same directory wait for each other.
    let batch = max(16, min(1024, indices.count / 32))
    try inParallelBatches(of: indices.count, batch: batch, width: width) { range in
      for place in range {
        try checkInterruption()
        let index = indices[place]
        try linker.place(
          job.wanted.digests[index], at: root.appending(pathBytes: job.wanted.paths[index]),
          isExecutable: job.isExecutable, placement: placement)
        progress.observe(.advanced(files: 1, bytes: 0))
      }
    }
  }

  private func makeParents(of indices: [Int], of job: Job, below root: FilePath) throws {
    if job.wantedKind == .file {
      try makeDirectories(root.removingLastComponent())
      return
    }
    var last: ArraySlice<UInt8>?
    for index in indices {
      let path = job.wanted.paths[index]
      let parent = path.prefix(upTo: path.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex)
      if let last, last.elementsEqual(parent) { continue }
      try makeDirectories(root.appending(pathBytes: parent))
      last = parent
    }
  }
}
