package import Basics
import Formats
package import Hashing
import Transports

/// Uploads what the remote lacks of the needed objects: files first, and a tree only when all its
/// files are there.
///
/// Where only a part of a tree is meant, the tree follows that part, for nobody could find the part
/// without it; it is said and never taken for whole.
package struct Push: Sendable {
  package let cache: LocalCache
  package let remote: RemoteStore
  /// Uploads at a time; nil takes what the transport finds best.
  package var width: Int?
  package var progress: any ProgressObserver
  /// Trees that an earlier look found whole on this remote; their files are not asked about again.
  package var knownWhole: [ObjectID: RememberedTree] = [:]

  package init(
    from cache: LocalCache, to remote: RemoteStore, width: Int? = nil,
    progress: any ProgressObserver = NoProgress()
  ) {
    self.cache = cache
    self.remote = remote
    self.width = width
    self.progress = progress
  }

  /// - Returns: the report, and the trees that are whole on the remote now.
  package func run(
    _ needed: NeededObjects
  ) async throws -> (report: TransferReport, whole: [ObjectID]) {
    var trees = try await loadTrees(needed.trees)
    let onRemote = try await remote.present(among: needed.trees.map(\.id))
    var report = TransferReport()
    for index in trees.indices { await remember(&trees[index], onRemote, &report) }

    let plan = try await plan(needed, trees, onRemote)
    report.missing = plan.missing.sorted()
    await upload(plan.uploads, into: &report)
    let whole = await uploadTrees(trees, onRemote, plan, into: &report)
    progress.observe(.finished)
    if !report.transferred.isEmpty {
      do { try await remote.transport.synchronize() } catch {
        // A remote that went away is told of by the files that failed.
        if report.failed.isEmpty { throw error }
      }
    }
    return (report, whole)
  }

  private struct LoadedTree: Sendable {
    var needed: NeededObjects.Tree
    /// Nil when the tree object is on neither side.
    var content: TreeObject?
    var isRemembered = false
  }

  private struct Plan {
    var uploads: [ObjectID] = []
    var missing: Set<ObjectID> = []
    /// Files that the remote holds already.
    var present: Set<ObjectID> = []
  }

  private func loadTrees(_ needed: [NeededObjects.Tree]) async throws -> [LoadedTree] {
    let fetch = Fetch(from: remote, to: cache, width: width)
    var loaded: [LoadedTree] = []
    for tree in needed {
      var content = try cache.tree(tree.id)
      if content == nil, case .fetched = await fetch.download(tree.id) {
        content = try cache.tree(tree.id)
      }
      loaded.append(LoadedTree(needed: tree, content: content))
    }
    return loaded
  }

  private func remember(
    _ tree: inout LoadedTree, _ onRemote: Set<ObjectID>, _ report: inout TransferReport
  ) async {
    guard onRemote.contains(tree.needed.id), let memory = knownWhole[tree.needed.id] else { return }
    tree.isRemembered = true
    report.remembered.append(memory)
  }

  private func plan(
    _ needed: NeededObjects, _ trees: [LoadedTree], _ onRemote: Set<ObjectID>
  ) async throws -> Plan {
    var wanted = Set(needed.files.keys)
    var asked = wanted
    for tree in trees where !tree.isRemembered {
      guard let content = tree.content else { continue }
      for range in tree.needed.entries(of: content) {
        for index in range { wanted.insert(ObjectID(content.digests[index])) }
      }
      for digest in content.digests { asked.insert(ObjectID(digest)) }
    }
    progress.observe(.started(.querying, files: asked.count, bytes: nil))
    var plan = Plan()
    plan.present = try await remote.present(among: Array(asked))
    for id in wanted.subtracting(plan.present).sorted() {
      if try cache.contains(id) { plan.uploads.append(id) } else { plan.missing.insert(id) }
    }
    for tree in trees where tree.content == nil && !onRemote.contains(tree.needed.id) {
      plan.missing.insert(tree.needed.id)
    }
    return plan
  }

  private func upload(_ ids: [ObjectID], into report: inout TransferReport) async {
    guard !ids.isEmpty else { return }
    progress.observe(.started(.pushing, files: ids.count, bytes: nil))
    let results = await concurrentMap(ids, width: min(width ?? .max, remote.transport.traits.width))
    {
      try await upload($0)
    }
    for (id, result) in zip(ids, results) {
      do throws(TransportError) {
        report.bytes += try unwrap(result)
        report.transferred.append(id)
      } catch {
        report.failed.append((id, error))
      }
    }
  }

  /// - Returns: the size of the object.
  private func upload(_ id: ObjectID) async throws -> Int64 {
    let size = try cache.size(of: id)
    try await remote.transport.upload(
      .file(cache.path(id), size: size), to: remote.key(id), verifying: remote.check(id),
      progress: progress)
    progress.observe(.advanced(files: 1, bytes: 0))
    return size
  }

  /// Uploads the trees that the remote lacks and whose files, as far as they are meant, it holds by now.
  private func uploadTrees(
    _ trees: [LoadedTree], _ onRemote: Set<ObjectID>, _ plan: Plan,
    into report: inout TransferReport
  ) async -> [ObjectID] {
    let held = plan.present.union(report.transferred)
    var whole: [ObjectID] = []
    var uploads: [ObjectID] = []
    for tree in trees where !tree.isRemembered {
      guard let content = tree.content else { continue }
      let id = tree.needed.id
      let isWhole = content.digests.allSatisfy { held.contains(ObjectID($0)) }
      let isSent = tree.needed.entries(of: content).joined().allSatisfy {
        held.contains(ObjectID(content.digests[$0]))
      }
      let wasWhole = content.digests.allSatisfy { plan.present.contains(ObjectID($0)) }
      if onRemote.contains(id), !wasWhole { report.brokenTrees.append(id) }
      guard isSent else {
        if !onRemote.contains(id) { report.withheldTrees.append(id) }
        continue
      }
      if isWhole { whole.append(id) } else { report.partialTrees.append(id) }
      if !onRemote.contains(id) { uploads.append(id) }
    }
    let failures = report.failed.count
    await upload(uploads, into: &report)
    let failed = Set(report.failed.dropFirst(failures).map(\.id))
    return whole.filter { !failed.contains($0) }
  }
}
