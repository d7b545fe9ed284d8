import Basics
import Formats
package import Hashing
import Objects
import SystemPackage
import Transports

/// What a commit needs, for a machine that builds or tests it.
package struct CIVerb: Sendable {
  private let project: Project
  private let targets: [String]
  private let revision: String

  /// - Parameters:
  ///   - targets: as for `fetch`; all without any.
  ///   - revision: the commit, in Git's syntax.
  package init(_ project: Project, targets: [String], revision: String = "HEAD") {
    self.project = project
    self.targets = targets
    self.revision = revision
  }

  /// An object that the commit needs and the remote lacks.
  package struct MissingObject: Sendable, Equatable {
    package var id: ObjectID
    /// The path of the output, or of the file in it.
    package var path: String
    /// The pointer or pipeline file that records it.
    package var recordedIn: String
    /// The name of the remote that should have it.
    package var remote: String
  }

  /// What the remotes hold of what the commit needs.
  package struct Check: Sendable {
    package var remotes: [String] = []
    package var objects = 0
    package var missing: [MissingObject] = []
    /// Outputs that no remote is configured for.
    package var homeless: [String] = []
  }

  /// A digest of the IDs of all objects that are recorded of the targets at the commit: the same on
  /// every machine, and another exactly when the data are.
  package func cacheKey() throws -> String {
    var ids: Set<String> = []
    for output in try outputs().map(\.output) {
      if let id = output.id { ids.insert("\(output.algorithm.rawValue) \(id)\n") }
    }
    return Digest(of: ids.sorted().joined().utf8).hex
  }

  private func outputs() throws -> [SelectedOutput] {
    guard
      let index = try project.index(of: project.commit(named: revision), named: revision)
    else { return [] }
    let resolver = TargetResolver(index: index, directory: project.directory, root: project.root)
    let targeted = try resolver.resolve(targets)
    return OutputSelection(targeted) { $0.entry.cache && !$0.isRepositoryImport && $0.entry.push }
      .outputs
  }
}

// MARK: - Asking the remotes

extension CIVerb {
  /// Asks whether the remotes hold what the commit needs; fetches nothing but lists of files.
  package func check() async throws -> Check {
    var check = Check()
    var groups: [(remote: RemoteSettings, outputs: [SelectedOutput])] = []
    for selected in try outputs() where selected.output.id != nil {
      guard let remote = try project.assignedRemote(of: selected.output, default: nil) else {
        check.homeless.append(project.shown(selected.output.location))
        continue
      }
      if let place = groups.firstIndex(where: { $0.remote.name == remote.name }) {
        groups[place].outputs.append(selected)
      } else {
        groups.append((remote, [selected]))
      }
    }
    for (remote, outputs) in groups {
      check.remotes.append(remote.name)
      let transport = try project.transport(for: project.remote(remote.name))
      do {
        try await look(for: outputs, on: transport, of: remote, &check)
      } catch {
        await transport.close()
        throw error
      }
      await transport.close()
    }
    return check
  }

  private func look(
    for outputs: [SelectedOutput], on transport: any Transport, of remote: RemoteSettings,
    _ check: inout Check
  ) async throws {
    for algorithm in HashAlgorithm.allCases {
      let part = outputs.filter { $0.output.algorithm == algorithm }
      if part.isEmpty { continue }
      let store = RemoteStore(transport: transport, algorithm: algorithm)
      let needed = try await needed(by: part, on: store, of: remote.name)
      check.objects += needed.count
      project.progress.observe(.started(.querying, files: needed.count, bytes: nil))
      let present = try await store.present(among: Array(needed.keys))
      project.progress.observe(.finished)
      let missing = needed.filter { !present.contains($0.key) }
      check.missing += missing.map(\.value).sorted { $0.path < $1.path }
      try RemoteTreeMemory(project, remote).forget(
        part.compactMap(\.output.id).filter(\.isTree), lacking: Set(missing.keys),
        project.cache(algorithm))
    }
  }

  /// Every object, with what to say when it is missing. Of a list of files that is nowhere only itself.
  private func needed(
    by outputs: [SelectedOutput], on store: RemoteStore, of remote: String
  ) async throws -> [ObjectID: MissingObject] {
    var needed: [ObjectID: MissingObject] = [:]
    for selected in outputs {
      guard let id = selected.output.id else { continue }
      let name = project.shown(selected.output.location)
      let file = project.shown(selected.stage.address.file)
      needed[id] = MissingObject(id: id, path: name, recordedIn: file, remote: remote)
      guard id.isTree, let tree = try await tree(id, store) else { continue }
      let part = tree.subtree(insideAnyOf: selected.scopes)
      for index in 0..<part.count {
        let file = MissingObject(
          id: ObjectID(part.digests[index]), path: "\(name)/\(part.paths.path(index))",
          recordedIn: file, remote: remote)
        needed[file.id] = file
      }
    }
    return needed
  }

  private func tree(_ id: ObjectID, _ store: RemoteStore) async throws -> TreeObject? {
    if let tree = try project.cache(store.algorithm).tree(id) { return tree }
    do throws(TransportError) {
      return try await store.download(tree: id)
    } catch {
      if error.kind == .notFound || store.transport.isEmpty(after: error) { return nil }
      throw error
    }
  }
}
