import Basics
import Formats
import Hashing
import Objects
import Transports

/// Tells what of the outputs that can be pushed their remotes do not have.
struct RemoteDataPresence {
  private let project: Project
  private let builder: DataIndexBuilder
  /// Whether to look at the remotes, rather than remember what the last look saw.
  private let refreshes: Bool

  init(_ project: Project, _ builder: DataIndexBuilder, refreshes: Bool) {
    self.project = project
    self.builder = builder
    self.refreshes = refreshes
  }

  /// Paths in order; a directory's ends in a slash. Without any remote, all of them.
  func missing(among outputs: [SelectedOutput]) async throws -> [String] {
    let ours = outputs.filter { $0.output.entry.push && !$0.output.isRepositoryImport }
    let index = try await builder.recorded(ours)
    var outputs: [RelativePath: Output] = [:]
    for selected in ours { if let path = selected.output.path { outputs[path] = selected.output } }
    var asked: [Store: [ObjectID]] = [:]
    try index.forEachHashed { place, hash in
      let entry = index.entry(of: place)
      guard case .object(_, let id) = hash, !entry.isPartialImport,
        let output = outputs[entry.path], let store = try store(of: output)
      else { return }
      asked[store, default: []].append(id)
    }
    var held: [Store: Set<ObjectID>] = [:]
    for (store, ids) in asked { held[store] = try await present(Array(Set(ids)), in: store) }
    var missing: [String] = []
    try index.forEachHashed { place, hash in
      let entry = index.entry(of: place)
      guard !entry.isPartialImport, let output = outputs[entry.path] else { return }
      if case .object(_, let id) = hash, let store = try store(of: output),
        held[store]?.contains(id) == true
      {
        return
      }
      missing.append(index.key(of: place).shown)
    }
    return missing
  }

  /// The objects of one algorithm in a configured remote.
  private struct Store: Hashable {
    var remote: String
    var algorithm: HashAlgorithm
  }

  private func store(of output: Output) throws -> Store? {
    try project.assignedRemote(of: output, default: builder.defaultRemote).map {
      Store(remote: $0.name, algorithm: output.algorithm)
    }
  }

  private func present(_ ids: [ObjectID], in store: Store) async throws -> Set<ObjectID> {
    let remote = try project.remote(store.remote)
    let memory = RemoteObjectMemory(project, remote, store.algorithm)
    if !refreshes { return try memory.seen().intersection(ids) }
    let transport = try project.transport(for: remote)
    let present: Set<ObjectID>
    do {
      present = try await RemoteStore(transport: transport, algorithm: store.algorithm)
        .present(among: ids)
    } catch {
      await transport.close()
      throw error
    }
    await transport.close()
    try memory.note(present, outOf: ids)
    return present
  }
}
