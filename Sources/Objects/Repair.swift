package import Basics
import FileAccess
import Formats
package import Hashing
package import SystemPackage
import Transports

/// What was done about damaged objects.
package struct RepairReport: Sendable {
  /// Objects that are there again, with the right bytes.
  package var healed: [ObjectID] = []
  /// Where the damaged bytes are now, by object.
  package var quarantined: [ObjectID: FilePath] = [:]
  /// Why others could not be healed.
  package var failed: [ObjectID: String] = [:]

  package init() {}
}

/// Heals a cache from remotes, and a remote from the cache. Damaged bytes are put aside, never deleted.
package struct Repair: Sendable {
  package let cache: LocalCache
  package var progress: any ProgressObserver = NoProgress()

  package init(_ cache: LocalCache, progress: any ProgressObserver = NoProgress()) {
    self.cache = cache
    self.progress = progress
  }

  /// Puts damaged objects of the cache aside, and brings them from the first of `remotes` that has them.
  package func cache(
    _ faults: [Verification.Fault], from remotes: [RemoteStore]
  ) async throws -> RepairReport {
    var report = RepairReport()
    for fault in faults where fault.kind != .unreadable {
      if try FileStatus.ifExists(at: cache.path(fault.id), followingLinks: false) != nil {
        report.quarantined[fault.id] = try cache.quarantine(fault.id)
      }
      var reason = "no remote has it"
      for remote in remotes {
        switch await Fetch(from: remote, to: cache, progress: progress).download(fault.id) {
        case .fetched: report.healed.append(fault.id)
        case .missing: continue
        case .failed(let error):
          reason = error.detail
          continue
        }
        break
      }
      if report.healed.last != fault.id { report.failed[fault.id] = reason }
    }
    return report
  }

  /// Uploads what is damaged or missing on `remote` and whole in the cache. What is not here is put aside:
  /// a copy goes into the cache's quarantine, and the object from the remote, so that the next push of
  /// somebody who has it brings it back.
  package func remote(
    _ faults: [Verification.Fault], on remote: RemoteStore
  ) async throws -> RepairReport {
    var report = RepairReport()
    // A tree object goes up after its files.
    for fault in faults.sorted(by: { !$0.id.isTree && $1.id.isTree })
    where fault.kind != .unreadable {
      do throws(TransportError) {
        if try await !holdsFiles(of: fault.id, remote) {
          report.failed[fault.id] = "not all of its files are on the remote"
        } else if try await upload(fault.id, to: remote) {
          report.healed.append(fault.id)
        } else if fault.kind == .missing {
          report.failed[fault.id] = "the cache does not have it"
        } else {
          report.quarantined[fault.id] = try await takeAway(fault.id, from: remote)
          report.failed[fault.id] =
            report.quarantined[fault.id] == nil
            ? "its bytes are right; it is the cache's that are damaged"
            : "the cache does not have it; it was taken off the remote"
        }
      } catch {
        if error.isOfWholeRemote || error.kind == .cancelled { throw error }
        report.failed[fault.id] = error.detail
      }
    }
    if !report.healed.isEmpty { try await remote.transport.synchronize() }
    return report
  }

  /// Whether `remote` has all files of a tree object, so that it may be shown; true of other objects.
  private func holdsFiles(
    of id: ObjectID, _ remote: RemoteStore
  ) async throws(TransportError) -> Bool {
    // One that cannot be read here is not uploaded.
    guard id.isTree, let tree = try? cache.tree(id) else { return true }
    let files = Set(tree.digests.map { ObjectID($0) })
    return try await remote.present(among: Array(files)).count == files.count
  }

  private func upload(
    _ id: ObjectID, to remote: RemoteStore
  ) async throws(TransportError) -> Bool {
    let size: Int64
    do {
      guard try cache.containsIntact(id) else { return false }
      size = try cache.size(of: id)
    } catch {
      throw TransportError(.source, key: remote.key(id), detail: "\(error)", cause: error)
    }
    do throws(TransportError) {
      try await remote.transport.upload(
        .file(cache.path(id), size: size), to: remote.key(id), verifying: remote.check(id),
        progress: progress)
    } catch  where error.kind == .mismatch || error.kind == .source {
      return false  // what is here is damaged as well
    }
    return true
  }

  /// Copies an object of the remote into quarantine, and removes it there.
  ///
  /// - Returns: where the copy is; nil when its bytes are right after all, and nothing was removed.
  private func takeAway(
    _ id: ObjectID, from remote: RemoteStore
  ) async throws(TransportError) -> FilePath? {
    let path: FilePath
    let digest: Digest
    do {
      path = try cache.quarantinePath(id)
      (digest, _) = try await copy(id, from: remote, to: path)
    } catch let error as TransportError {
      throw error
    } catch {
      throw TransportError(.sink, key: remote.key(id), detail: "\(error)", cause: error)
    }
    if digest == id.digest {
      _ = try? removeFile(path)  // a copy of what is right, out of the way
      return nil
    }
    if let refusal = await remote.transport.delete([remote.key(id)]).values.first { throw refusal }
    return path
  }

  /// - Returns: the digest and the size of what was copied; nothing is left at `path` after an error.
  private func copy(
    _ id: ObjectID, from remote: RemoteStore, to path: FilePath
  ) async throws -> (digest: Digest, size: Int64) {
    do {
      let file = try OpenFile.creating(path)
      let hash = DownloadHash(remote.check(id).algorithm)
      _ = try await remote.transport.download(remote.key(id)) { bytes in
        try file.write(bytes)
        hash.update(bytes)
      }
      return hash.finish()
    } catch {
      try removeFile(path)
      throw error
    }
  }
}
