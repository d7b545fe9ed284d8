package import Basics
import FileAccess
import Hashing

extension LocalCache {
  /// Objects that are hashed together.
  private static let verifiedAtOnce = 4096

  /// Reads the objects of `sample`, and compares their bytes with their names.
  ///
  /// - Throws: `InterruptionError`, or what keeps the cache from being listed.
  package func verify(
    _ sample: VerificationSample = .all, progress: any ProgressObserver = NoProgress()
  ) throws -> Verification {
    var verification = Verification()
    let all = try objects()
    verification.listed = all.count
    let chosen = all.filter(sample.contains)
    progress.observe(.started(.verifying, files: chosen.count, bytes: nil))
    defer { progress.observe(.finished) }
    for isTree in [true, false] {
      let part = chosen.filter { $0.isTree == isTree }
      for start in stride(from: 0, to: part.count, by: Self.verifiedAtOnce) {
        let ids = Array(part[start..<min(start + Self.verifiedAtOnce, part.count)])
        try verify(ids, areTrees: isTree, progress, &verification)
      }
    }
    return verification
  }

  private func verify(
    _ ids: [ObjectID], areTrees: Bool, _ progress: any ProgressObserver,
    _ verification: inout Verification
  ) throws {
    // Tree objects are JSON and never have their lines changed.
    let hashing = LocalCache(root: root, algorithm: areTrees ? .md5 : algorithm, options: options)
    var present: [ObjectID] = []
    var listing = DirectoryListing()
    for id in ids {
      let status = try FileStatus.ifExists(at: path(id))
      guard let status, status.kind == .file else {
        try noteNoFile(id, status, &verification)
        continue
      }
      present.append(id)
      listing.append(ObjectLayout.path(id, algorithm), status)
    }
    let ingest = CacheIngest(hashing, .hash, progress: ProgressOfPart(of: progress))
    do {
      let unknown = [Digest?](repeating: nil, count: present.count)
      let digests = try ingest.run(listing, below: root, known: unknown).digests
      for (index, id) in present.enumerated() {
        verification.note(id, digests[index], listing.statuses[index].size)
      }
    } catch is InterruptionError {
      throw InterruptionError()
    } catch {
      // One that cannot be read keeps the others from being told: each alone.
      for id in present { try verifyAlone(id, hashing.algorithm, &verification) }
    }
  }

  /// Notes that what lies at the place of an object is no file, unless it is gone meanwhile.
  private func noteNoFile(
    _ id: ObjectID, _ status: FileStatus?, _ verification: inout Verification
  ) throws {
    guard try FileStatus.ifExists(at: path(id), followingLinks: false) != nil else { return }
    let detail =
      switch status?.kind {
      case nil: "a link that leads nowhere is in its place"
      case .directory: "a directory is in its place"
      default: "no file is in its place"
      }
    verification.faults.append(.init(id, .corrupt, detail))
  }

  private func verifyAlone(
    _ id: ObjectID, _ algorithm: HashAlgorithm, _ verification: inout Verification
  ) throws {
    do {
      let (digest, status) = try hashFile(path(id), algorithm: algorithm)
      verification.note(id, digest, status.size)
    } catch let error as FileError {
      if error.isNotFound { return }
      verification.faults.append(.init(id, .unreadable, error.message))
    } catch let error as FileChangedError {
      verification.faults.append(.init(id, .unreadable, error.userError.message))
    }
  }
}

extension Verification {
  /// Notes what the bytes of an object hash to.
  mutating func note(_ id: ObjectID, _ digest: Digest, _ size: Int64) {
    read += 1
    bytes += size
    if digest != id.digest {
      faults.append(Fault(id, .corrupt, "its \(size) bytes hash to \(digest)"))
    }
  }
}
