import Basics
import FileAccess
import Formats
package import Hashing
package import Objects
import SystemPackage
import Transports

/// What `verify` is asked to do.
package struct VerifyRequest: Sendable {
  package enum Place: Sendable, Equatable {
    case cache
    /// The default remote without a name.
    case remote(String?)
  }

  package var place = Place.cache
  /// Read the objects of a remote, and not just its listings.
  package var readsData = false
  package var sample = VerificationSample.all
  package var repairs = false
  package var jobs: Int?

  package init() {}
}

/// What `verify` found in one layout of the cache or a remote, and did about it.
package struct VerifyReport: Sendable {
  package struct Part: Sendable {
    package var algorithm: HashAlgorithm
    package var verification: Verification
    /// Nil when nothing was to be repaired.
    package var repair: RepairReport?
  }

  /// The name of the remote; nil for the cache.
  package var remote: String?
  package var parts: [Part] = []
  /// By object, the paths of outputs of the workspace that need it.
  package var names: [ObjectID: String] = [:]

  /// The faults that are still there.
  package var remaining: [Verification.Fault] {
    parts.flatMap { part in
      part.verification.faults.filter { !(part.repair?.healed.contains($0.id) ?? false) }
    }
  }
}

/// Checks that objects are what their names say, in the cache or on a remote.
package struct VerifyVerb: Sendable {
  private let project: Project
  private let request: VerifyRequest

  package init(_ project: Project, _ request: VerifyRequest) {
    self.project = project
    self.request = request
  }

  package func run() async throws -> VerifyReport {
    var report = VerifyReport()
    switch request.place {
    case .cache: report.parts = try await verifyCache()
    case .remote(let name):
      let remote = try project.remote(name, command: "verify")
      report.remote = remote.name
      let transport = try project.transport(for: remote)
      do {
        report.parts = try await verify(remote, transport)
      } catch {
        await transport.close()
        throw error
      }
      await transport.close()
    }
    if report.parts.contains(where: { !$0.verification.faults.isEmpty }) {
      report.names = try names()
    }
    return report
  }

  private func verifyCache() async throws -> [VerifyReport.Part] {
    var parts: [VerifyReport.Part] = []
    for algorithm in HashAlgorithm.allCases {
      let cache = project.cache(algorithm)
      let found = try cache.verify(request.sample, progress: project.progress)
      if found.listed == 0, algorithm != .md5 { continue }
      var part = VerifyReport.Part(algorithm: algorithm, verification: found)
      if request.repairs, !found.faults.isEmpty {
        part.repair = try await heal(cache, found.faults)
      }
      parts.append(part)
    }
    return parts
  }

  private func heal(
    _ cache: LocalCache, _ faults: [Verification.Fault]
  ) async throws -> RepairReport {
    project.ledger.note(cache.root)
    let names = project.settings.remoteNames
    let first = project.settings.defaultRemoteName
    var transports: [any Transport] = []
    for name in names.filter({ $0 == first }) + names.filter({ $0 != first }) {
      do throws(CairnError) {
        transports.append(try usableTransport(name))
      } catch {
        project.warn("remote '\(name)' is not asked: \(error.fullMessage)")
      }
    }
    let stores = transports.map { RemoteStore(transport: $0, algorithm: cache.algorithm) }
    let report = try await Repair(cache, progress: project.progress).cache(faults, from: stores)
    for transport in transports { await transport.close() }
    return report
  }

  private func usableTransport(_ name: String) throws(CairnError) -> any Transport {
    do {
      return try project.transport(for: project.remote(name))
    } catch let error as any UserFacingError {
      throw error.userError
    } catch {
      throw CairnError("\(error)", kind: .unexpected)
    }
  }

  private func verify(
    _ remote: RemoteSettings, _ transport: any Transport
  ) async throws -> [VerifyReport.Part] {
    var options = RemoteVerificationOptions()
    options.readsData = request.readsData
    options.sample = request.sample
    options.width = request.jobs ?? remote.jobs
    let needed = try collected(.push).first { $0.remote?.name == remote.name }
    var parts: [VerifyReport.Part] = []
    for algorithm in HashAlgorithm.allCases {
      let store = RemoteStore(transport: transport, algorithm: algorithm)
      let cache = project.cache(algorithm)
      options.needed = needed?[algorithm].all(in: cache) ?? []
      let found = try await store.verify(against: cache, options, progress: project.progress)
      if found.listed == 0, found.faults.isEmpty, algorithm != .md5 { continue }
      var part = VerifyReport.Part(algorithm: algorithm, verification: found)
      if !found.faults.isEmpty {
        // What is believed of the remote has turned out wrong.
        try RemoteTreeMemory(project, remote).forgetAll()
        try RemoteObjectMemory(project, remote, algorithm).note([], outOf: found.faults.map(\.id))
        if request.repairs {
          part.repair = try await Repair(cache, progress: project.progress)
            .remote(found.faults, on: store)
        }
      }
      parts.append(part)
    }
    return parts
  }

  /// What the workspace needs; nothing, with a warning, when its stages cannot be read.
  private func collected(_ direction: NeededCollector.Direction) throws -> [NeededByRemote] {
    var collector = NeededCollector(project, TransferRequest(), direction)
    do {
      try collector.collect()
    } catch let failure as CollectionFailure {
      for warning in failure.warnings { project.warn(warning) }
    }
    return collector.needed
  }

  /// What the workspace calls its objects.
  private func names() throws -> [ObjectID: String] {
    var names: [ObjectID: String] = [:]
    for part in try collected(.fetch).flatMap(\.parts) {
      names.merge(part.files) { old, _ in old }
      for tree in part.trees {
        names[tree.id] = tree.name
        guard let content = try? project.cache(part.algorithm).tree(tree.id) else { continue }
        for index in 0..<content.count {
          names[ObjectID(content.digests[index])] = "\(tree.name)/\(content.paths.path(index))"
        }
      }
    }
    return names
  }
}

extension NeededObjects {
  /// The needed objects; of trees that are not in `cache` only themselves.
  fileprivate func all(in cache: LocalCache) -> Set<ObjectID> {
    var ids = Set(files.keys).union(trees.map(\.id))
    for tree in trees {
      guard let content = try? cache.tree(tree.id) else { continue }  // `verify` of the cache tells
      ids.formUnion(content.digests.map { ObjectID($0) })
    }
    return ids
  }
}
