package import Basics
import FileAccess
import SystemPackage

/// A bucket of S3, or of what speaks its protocol, as a remote.
package struct S3Transport: Transport {
  private let width: Int
  let client: S3Client
  let memory: MemoryBudget
  /// For the parts of one upload, which would otherwise all be sent again.
  let partPolicy: RetryPolicy
  /// Nil where uploads that fail are aborted, for whatever reason.
  let journal: S3UploadJournal?
  let leftovers = S3Leftovers()

  init(
    _ session: S3Session, partPolicy: RetryPolicy = RetryPolicy(), journal: S3UploadJournal? = nil
  ) {
    let options = session.options
    self.journal = journal
    width = max(1, options.width)
    client = S3Client(session: session)
    memory = MemoryBudget(bytes: options.memory, part: options.partSize)
    self.partPolicy = partPolicy
  }

  package var traits: TransportTraits {
    TransportTraits(
      width: width, pageSize: client.session.options.pageSize, listCost: 3, deleteBatch: 1000,
      hasParallelRanges: !client.session.ignoresRanges, createsRoot: false, keysAreBytes: false)
  }

  package func stat(_ key: ObjectKey) async throws(TransportError) -> RemoteObject? {
    let name = try name(of: key)
    return try await calling(key) { () async throws(S3Failure) in
      try await client.stat(key, name: name)
    }
  }

  package func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject {
    try checkCancellation(key)
    let name = try name(of: key)
    return try await withTaskExecutorPreference(BlockingPool.shared) {
      () async throws(TransportError) in
      try await S3Download(client, key, name, sink).run(range)
    }
  }

  package func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) async throws(TransportError) {
    try checkCancellation(key)
    let upload = S3Upload(self, key, try name(of: key), check, progress)
    try await withTaskExecutorPreference(BlockingPool.shared) {
      () async throws(TransportError) in try await upload.run(source)
    }
  }

  package func delete(_ keys: [ObjectKey]) async -> [ObjectKey: TransportError] {
    await S3Deletion(self).run(keys)
  }

  package func list(
    prefix: String, after token: ListToken?, detail: ListDetail
  ) async throws(TransportError) -> ListPage {
    try await calling(nil) { () async throws(S3Failure) in
      try await client.list(root: rootWithSlash, prefix: prefix, after: token)
    }
  }

  package func close() async {
    journal?.removeOld()
  }

  /// The unfinished uploads below the root.
  func uploads() async throws(TransportError) -> S3Client.Uploads {
    try await calling(nil) { () async throws(S3Failure) in
      try await client.uploads(prefix: rootWithSlash)
    }
  }

  /// What a key is called in the bucket.
  func name(of key: ObjectKey) throws(TransportError) -> [UInt8] {
    guard String(validating: key.bytes, as: UTF8.self) != nil else {
      throw TransportError(.rejected, key: key, detail: "'\(key)' is not UTF-8, which S3 requires")
    }
    return rootWithSlash + key.bytes
  }

  /// The key of what is called `name` in the bucket; nil for a name that is none.
  func key(ofName name: [UInt8]) -> ObjectKey? {
    let root = rootWithSlash
    return name.starts(with: root) ? ObjectKey(bytes: name.dropFirst(root.count)) : nil
  }

  private var rootWithSlash: [UInt8] {
    let root = client.session.options.root
    return root.isEmpty ? [] : Array("\(root)/".utf8)
  }

  func calling<Value: Sendable>(
    _ key: ObjectKey?, _ body: () async throws(S3Failure) -> Value
  ) async throws(TransportError) -> Value {
    try checkCancellation(key)
    do { return try await body() } catch { throw TransportError(error, key: key) }
  }
}

extension S3Transport {
  /// For the registry.
  package init(request: TransportRequest) throws(CairnError) {
    self.init(
      S3Session(
        try S3Options(request), environment: request.environment,
        directory: request.currentDirectory),
      journal: request.stateDirectory.map { S3UploadJournal(in: $0) })
  }
}
