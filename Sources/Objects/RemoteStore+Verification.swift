package import Basics
import FileAccess
package import Formats
package import Hashing
package import Transports

/// How a remote is verified.
package struct RemoteVerificationOptions: Sendable {
  /// Also read the objects of the sample; else only listings and lists of files are looked at.
  package var readsData = false
  package var sample = VerificationSample.all
  /// What must be there, besides what the lists of files there name.
  package var needed: Set<ObjectID> = []
  /// The most calls at a time; nil takes what the transport finds best.
  package var width: Int?

  package init() {}
}

extension RemoteStore {
  /// Compares what the remote lists with what should be there: sizes with those in `cache`, entity tags
  /// with IDs, the lists of files with what they name; and reads the objects, when asked to.
  ///
  /// A remote that is not there yet holds nothing.
  package func verify(
    against cache: LocalCache, _ options: RemoteVerificationOptions = .init(),
    progress: any ProgressObserver = NoProgress()
  ) async throws -> Verification {
    let objects = try await listed(width(options))
    var verification = Verification()
    verification.listed = objects.count
    let reads = options.readsData ? objects.filter { options.sample.contains($0.id) } : []
    progress.observe(
      .started(.verifying, files: objects.count, bytes: reads.reduce(0) { $0 + $1.size }))
    defer { progress.observe(.finished) }

    let read = Set(reads.map(\.id))
    for object in objects where !read.contains(object.id) {
      verification.note(object, expecting: try cache.knownSize(of: object.id), check(object.id))
    }
    progress.observe(.advanced(files: objects.count - reads.count, bytes: 0))
    let results = await concurrentMap(reads, width: width(options)) {
      try await verify($0, progress)
    }
    for result in results {
      if let part = try unwrap(result) { verification.merge(part) }
    }
    let present = Set(objects.map(\.id))
    try await noteMissing(present, cache, width(options), &verification)
    verification.noteMissing(options.needed.subtracting(present))
    return verification
  }

  private func width(_ options: RemoteVerificationOptions) -> Int {
    max(1, min(options.width ?? .max, transport.traits.width))
  }

  /// An object as the remote lists it.
  fileprivate struct Listed: Sendable {
    var id: ObjectID
    var size: Int64
    var entityTag: String?
  }

  private func listed(_ width: Int) async throws -> [Listed] {
    guard transport.traits.canList else {
      throw CairnError(
        "this kind of remote cannot be listed, so it cannot be verified",
        hints: ["`cairn status -c` tells what it lacks; `cairn fetch` verifies all that it brings."]
      )
    }
    let results = await concurrentMap(Array(UInt8.min...UInt8.max), width: width) {
      try await listed(inShard: $0)
    }
    return try results.flatMap { try unwrap($0) }
  }

  private func listed(inShard shard: UInt8) async throws(TransportError) -> [Listed] {
    do throws(TransportError) {
      return try await pages(ofShard: shard, .sizes).compactMap { id, object in
        id.map { Listed(id: $0, size: object.size ?? 0, entityTag: object.entityTag) }
      }
    } catch  where transport.isEmpty(after: error) || error.kind == .notFound {
      return []
    }
  }

  /// Reads one object; nil when it is gone meanwhile.
  private func verify(
    _ object: Listed, _ progress: any ProgressObserver
  ) async throws(TransportError) -> Verification? {
    var verification = Verification()
    let hash = DownloadHash(check(object.id).algorithm)
    do throws(TransportError) {
      _ = try await transport.download(key(object.id)) { bytes in
        hash.update(bytes)
        progress.observe(.advanced(files: 0, bytes: Int64(bytes.count)))
      }
      let (digest, size) = hash.finish()
      verification.note(object.id, digest, size)
    } catch {
      if error.kind == .notFound { return nil }
      if error.isOfWholeRemote || error.kind == .cancelled { throw error }
      verification.faults.append(.init(object.id, .unreadable, error.detail))
    }
    progress.observe(.advanced(files: 1, bytes: 0))
    return verification
  }

  /// Notes the files that lists name and the remote lacks.
  private func noteMissing(
    _ present: Set<ObjectID>, _ cache: LocalCache, _ width: Int, _ verification: inout Verification
  ) async throws {
    let damaged = Set(verification.faults.map(\.id))
    let trees = present.filter { $0.isTree && !damaged.contains($0) }.sorted()
    let results = await concurrentMap(trees, width: width) { try await tree($0, cache) }
    var missing: Set<ObjectID> = []
    for (id, result) in zip(trees, results) {
      switch try unwrap(result) {
      case .content(let tree):
        let absent = Set(tree.digests.map { ObjectID($0) }).subtracting(present)
        for file in absent.sorted() where missing.insert(file).inserted {
          verification.faults.append(.init(file, .missing, "the list of files '\(id)' names it"))
        }
      case .fault(let fault): verification.faults.append(fault)
      }
    }
  }

  private enum ReadTree: Sendable {
    case content(TreeObject)
    case fault(Verification.Fault)
  }

  private func tree(_ id: ObjectID, _ cache: LocalCache) async throws -> ReadTree {
    // A damaged one in the cache is the cache's matter.
    if let tree = try? cache.tree(id) { return .content(tree) }
    do throws(TransportError) {
      if let tree = try await download(tree: id) { return .content(tree) }
      return .fault(.init(id, .corrupt, "its bytes hash to something else"))
    } catch {
      if error.isOfWholeRemote || error.kind == .cancelled { throw error }
      return .fault(.init(id, .unreadable, error.detail))
    }
  }

  /// Reads a tree object without storing it; nil when its bytes are not what the ID says.
  package func download(tree id: ObjectID) async throws(TransportError) -> TreeObject? {
    let bytes = ByteCollector()
    _ = try await transport.download(key(id), into: bytes.receive)
    guard Digest(of: bytes.bytes) == id.digest else { return nil }
    return try? TreeObject(parsing: bytes.bytes)  // a list that is none is as good as damaged
  }
}

extension Verification {
  /// Notes what a listing tells of an object that nobody read.
  ///
  /// An entity tag that is another is no fault: it need not be an MD5.
  fileprivate mutating func note(
    _ object: RemoteStore.Listed, expecting size: Int64?, _ check: ContentCheck
  ) {
    if let size, size != object.size {
      faults.append(
        Fault(object.id, .wrongSize, "it has \(object.size) bytes instead of \(size)"))
    } else if check.algorithm == .md5, let tag = object.entityTag.flatMap({ Digest($0) }) {
      if tag == check.digest { vouched += 1 } else { doubtful += 1 }
    }
  }
}

extension Verification {
  /// Notes needed objects that are missing, unless a list of files told of them.
  fileprivate mutating func noteMissing(_ needed: Set<ObjectID>) {
    for id in needed.subtracting(faults.map(\.id)).sorted() {
      faults.append(Fault(id, .missing, "the workspace needs it"))
    }
  }
}

extension LocalCache {
  /// The size of an object that is here.
  fileprivate func knownSize(of id: ObjectID) throws -> Int64? {
    try contains(id) ? FileStatus.ifExists(at: path(id))?.size : nil
  }
}

/// Unchecked: a transport calls the sink by one thread at a time, and has returned before `finish`.
final class DownloadHash: @unchecked Sendable {
  private var hasher: ContentHasher
  private var size: Int64 = 0

  init(_ algorithm: HashAlgorithm) {
    hasher = ContentHasher(algorithm)
  }

  func update(_ bytes: UnsafeRawBufferPointer) {
    hasher.update(bytes)
    size += Int64(bytes.count)
  }

  func finish() -> (digest: Digest, size: Int64) { (hasher.finish(), size) }
}
