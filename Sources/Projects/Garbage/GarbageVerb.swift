import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SystemPackage
import Transports

/// Removes the objects that no stage uses, from the cache and from remotes.
///
/// Everything is planned before anything is removed: what cannot be read or reached stops it in time.
/// Run with the project's main lock held; takes those of the other projects itself.
package struct GarbageVerb {
  private let project: Project
  private let others: [Project]
  private let request: GarbageRequest

  /// - Parameter others: projects whose objects stay, too.
  package init(_ project: Project, keepingFor others: [Project], _ request: GarbageRequest) {
    self.project = project
    self.others = others
    self.request = request
  }

  package func run() async throws -> GarbageReport {
    try await withLocks(others[...]) { try await collect() }
  }

  private func withLocks<Result>(
    _ projects: ArraySlice<Project>, _ body: () async throws -> Result
  ) async throws -> Result {
    guard let next = projects.first else { return try await body() }
    return try await next.locked { try await withLocks(projects.dropFirst(), body) }
  }

  private func collect() async throws -> GarbageReport {
    let moment = cacheTime()
    var used = UsedObjects()
    for project in others + [project] {
      var collector = UsedCollector(project, request)
      try await collector.collect(into: &used)
    }
    if request.collectsRemote || request.keepsOnlyWhatRemoteLacks {
      used.assignDefault(to: try defaultRemote())
    }
    var report = GarbageReport()
    report.isDry = request.isDry
    report.parts = try await planCaches(used, before: moment)
    if request.collectsRemote { report.parts += try await planRemotes(used) }
    if !request.isDry {
      for index in report.parts.indices { try await remove(&report.parts[index]) }
    }
    return report
  }

  /// The time by the clock of the cache's file system.
  private func cacheTime() -> Int64 {
    // Where nothing can be written, nothing can come while we look.
    (try? fileSystemTime(in: project.cacheDirectory)) ?? .max
  }

  private func defaultRemote() throws -> RemoteSettings {
    let settings = project.settings
    if request.remote == nil, settings.defaultRemoteName == nil, !settings.remoteNames.isEmpty {
      throw CairnError(
        """
        config file error: no remote specified in \(project.root). Setup default remote with
            dvc remote default <remote name>
        or use:
            dvc gc -c -r <remote name>
        """, kind: .configuration)
    }
    let remote = try settings.remote(named: request.remote)
    guard !remote.isVersionAware else {
      throw CairnError(
        "config file error: 'gc -c' is unsupported for cloud versioned remotes",
        kind: .configuration)
    }
    return remote
  }
}

// MARK: - Planning

extension GarbageVerb {
  private func planCaches(
    _ used: UsedObjects, before moment: Int64
  ) async throws -> [GarbageReport.Part] {
    var parts: [GarbageReport.Part] = []
    for (name, algorithm) in [("repo", HashAlgorithm.md5), ("legacy", .md5Dos2Unix)] {
      var kept = used.all(algorithm)
      if request.keepsOnlyWhatRemoteLacks {
        kept = ObjectSet(try await absentFromRemotes(used, algorithm))
      }
      let cache = project.cache(algorithm)
      kept.sort()
      let plan = try cache.garbage(besides: kept, before: moment, except: used.fetchedTrees)
      parts.append(
        .init(
          place: .cache(name), plan: plan, partial: cache.partialGarbage(besides: kept),
          root: cache.root.string, algorithm: algorithm))
    }
    return parts
  }

  /// The used objects that no remote has which should.
  private func absentFromRemotes(
    _ used: UsedObjects, _ algorithm: HashAlgorithm
  ) async throws -> [ObjectID] {
    var present: Set<ObjectID> = []
    for part in used.byRemote {
      let ids = part.sets[algorithm].ids
      if ids.isEmpty { continue }
      present.formUnion(
        try await withStore(part.remote, algorithm) { try await $0.present(among: ids) })
    }
    return used.all(algorithm).ids.filter { !present.contains($0) }
  }

  private func planRemotes(_ used: UsedObjects) async throws -> [GarbageReport.Part] {
    var parts: [GarbageReport.Part] = []
    let jobs = request.jobs
    for part in used.byRemote {
      for algorithm in [HashAlgorithm.md5, .md5Dos2Unix] {
        let kept = part.sets[algorithm]
        let plan = try await withStore(part.remote, algorithm) {
          try await $0.garbage(besides: kept, width: jobs)
        }
        parts.append(
          .init(
            place: .remote(part.remote.name), plan: plan,
            uploads: try await uploads(part.remote, algorithm),
            root: part.remote.shownRoot, algorithm: algorithm))
      }
    }
    return parts
  }
}

// MARK: - Unfinished uploads

extension GarbageVerb {
  private func uploads(
    _ remote: RemoteSettings, _ algorithm: HashAlgorithm
  ) async throws -> [UnfinishedUpload] {
    guard let uploads = try project.unfinishedUploads(on: remote) else { return [] }
    return try await staleUploads(in: uploads, algorithm)
  }

  private func abortUploads(
    of part: inout GarbageReport.Part, on remote: RemoteSettings
  ) async throws {
    guard !part.uploads.isEmpty, let uploads = try project.unfinishedUploads(on: remote) else {
      return
    }
    let failures = await abort(part.uploads, in: uploads, width: request.jobs ?? Self.abortions)
    part.failedUploads = failures.map { ($0.upload, $0.error.detail) }
  }

  /// Uploads that are given up at a time.
  private static var abortions: Int { 8 }
}

// MARK: - Removing

extension GarbageVerb {
  private func remove(_ part: inout GarbageReport.Part) async throws {
    switch part.place {
    case .cache:
      let cache = project.cache(part.algorithm)
      part.failed = try cache.remove(part.plan, progress: project.progress)
        .map { ($0.id, $0.error.userError.fullMessage) }
      let (removed, failed) = cache.removePartial(part.partial)
      part.partial = removed
      part.failedPartial = failed.map { ($0.id, $0.error.userError.fullMessage) }
    case .remote(let name):
      let remote = try project.remote(name)
      try await abortUploads(of: &part, on: remote)
      if part.plan.isEmpty { return }
      // What is believed of the remote must not outlive the objects.
      let trees = part.plan.trees.map(\.id)
      try RemoteTreeMemory(project, remote).remember([], forgetting: trees)
      try RemoteObjectMemory(project, remote, part.algorithm)
        .note([], outOf: part.plan.removals.map(\.id))
      let (plan, jobs) = (part.plan, request.jobs)
      part.failed = try await withStore(remote, part.algorithm) { [project] store in
        await store.remove(plan, width: jobs, progress: project.progress)
      }
      .map { ($0.id, $0.error.detail) }
    }
  }

  private func withStore<Result: Sendable>(
    _ remote: RemoteSettings, _ algorithm: HashAlgorithm,
    _ body: @Sendable (RemoteStore) async throws -> Result
  ) async throws -> Result {
    let transport = try project.transport(for: try project.remote(remote.name))
    let outcome: Swift.Result<Result, any Error>
    do {
      outcome = .success(try await body(RemoteStore(transport: transport, algorithm: algorithm)))
    } catch {
      outcome = .failure(error)
    }
    await transport.close()
    return try outcome.get()
  }
}

extension RemoteSettings {
  /// Where the remote is, as DVC names its objects: a path, or what follows the scheme.
  fileprivate var shownRoot: String {
    guard case .url(let url) = location, let mark = url.utf8.firstRange(of: "://".utf8) else {
      return url
    }
    let rest = String(url[mark.upperBound...])
    switch kind {
    case .http, .https, .webdav, .webdavs: return url
    case .ssh: return String(rest.drop { $0 != "/" })
    default: return rest
    }
  }
}
