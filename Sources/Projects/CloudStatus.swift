import Transports
import Basics
package import Formats
import Hashing
import Objects
import SystemPackage

/// What `status -c` tells: which objects only one side has, or none.
package struct CloudStatusReport: Sendable {
  package enum State: String, Sendable, CaseIterable {
    /// Only in the cache.
    case new
    /// Only on the remote.
    case deleted
    /// On neither side.
    case missing
  }

  package var remoteName: String
  /// By state and then path: the path of an output, or of a file in one.
  package var entries: [(name: String, state: State)] = []
  package var warnings: [String] = []

  /// - Parameter isIndented: what DVC does for `--cloud`, but not for `--remote` alone.
  package func lines(isIndented: Bool) -> [String] {
    if entries.isEmpty { return ["Cache and remote '\(remoteName)' are in sync."] }
    return entries.map { entry in
      (isIndented ? "\t" : "") + StatusReport.padded(entry.state.rawValue) + entry.name
    }
  }

  /// Brings the entries into their order. What several revisions have is there once.
  fileprivate mutating func sort() {
    let order = State.allCases
    entries.sort { left, right in
      let ranks = (order.firstIndex(of: left.state) ?? 0, order.firstIndex(of: right.state) ?? 0)
      if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
      return Array(left.name.utf8).lexicographicallyPrecedes(right.name.utf8)
    }
    entries = entries.indices.filter { $0 == 0 || entries[$0] != entries[$0 - 1] }
      .map { entries[$0] }
  }

  package var value: Value {
    var document = Value.Mapping()
    for entry in entries { document[entry.name] = .string(entry.state.rawValue) }
    return .map(document)
  }
}

/// Compares the cache with a remote, object by object.
package struct CloudStatus: Sendable {
  private let project: Project
  private let request: TransferRequest

  package init(_ project: Project, _ request: TransferRequest) {
    self.project = project
    self.request = request
  }

  package func run() async throws -> CloudStatusReport {
    let named = try project.remote(request.remote, command: "status")
    var collector = NeededCollector(project, request, .status)
    try collector.collect()
    var report = CloudStatusReport(remoteName: named.name)
    report.warnings = collector.warnings
    for needed in collector.needed {
      for part in needed.parts {
        try await compare(part, with: needed.remote ?? named, into: &report)
      }
    }
    report.sort()
    return report
  }

  private func compare(
    _ needed: NeededObjects, with remote: RemoteSettings, into report: inout CloudStatusReport
  ) async throws {
    let transport = try project.transport(for: remote)
    let store = RemoteStore(transport: transport, algorithm: needed.algorithm)
    let cache = project.cache(needed.algorithm)
    let fetch = Fetch(from: store, to: cache, progress: project.progress)
    var names = needed.files.map { (id: $0.key, name: $0.value) }
    for tree in needed.trees {
      if try cache.tree(tree.id) == nil, case .missing = await fetch.download(tree.id) {
        report.warnings.append(
          "Some of the cache files do not exist neither locally nor on remote. Missing cache "
            + "files:\nname: None, \(needed.algorithm.rawValue): \(tree.id)")
      }
      names.append((tree.id, tree.name))
      guard let content = try cache.tree(tree.id) else { continue }
      let part = content.subtree(insideAnyOf: tree.scopes)
      for index in 0..<part.count {
        names.append((ObjectID(part.digests[index]), "\(tree.name)/\(part.paths.path(index))"))
      }
    }
    let asked = Set(names.map(\.id))
    let present = try await store.present(among: Array(asked))
    await transport.close()
    try RemoteTreeMemory(project, remote).forget(
      needed.trees.map(\.id), lacking: asked.subtracting(present), cache)
    let leftOut = try leftOut(needed.algorithm)
    var seen: Set<ObjectID> = []
    for (id, name) in names where seen.insert(id).inserted {
      let isLocal = try id.isTree ? cache.containsIntact(id) : cache.contains(id)
      switch (isLocal, present.contains(id)) {
      case (true, true): break
      case (false, true) where leftOut.contains(id): break
      case (true, false): report.entries.append((name, .new))
      case (false, true): report.entries.append((name, .deleted))
      case (false, false): report.entries.append((name, .missing))
      }
    }
  }

  /// The objects of the workspace's outputs that are not here by choice: absent, not deleted.
  private func leftOut(_ algorithm: HashAlgorithm) throws -> Set<ObjectID> {
    let records = try Workspace(project).records
    let cache = project.cache(algorithm)
    var meant: Set<ObjectID> = []
    var absent: Set<ObjectID> = []
    for (_, output) in try project.index.outputs() where output.algorithm == algorithm {
      guard let id = output.id else { continue }
      let parts = try output.path.flatMap {
        try records.materializedParts(of: project.absolute($0))
      }
      guard id.isTree, parts != nil, let tree = try cache.tree(id) else {
        if parts?.isEmpty == true { absent.insert(id) } else { meant.insert(id) }
        continue
      }
      for (index, digest) in tree.digests.enumerated() {
        let isHere = parts?.contains(tree.paths[index]) ?? true
        if isHere { meant.insert(ObjectID(digest)) } else { absent.insert(ObjectID(digest)) }
      }
    }
    return absent.subtracting(meant)
  }
}
