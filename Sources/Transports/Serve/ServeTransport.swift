package import Basics

/// A directory of another machine as a remote, through a `cairn serve` that runs there.
///
/// Many calls are on their way over one connection; the server hashes what arrives before it shows it,
/// and keeps the directory as `DirectoryTransport` does.
package struct ServeTransport: Transport {
  package let traits: TransportTraits
  let link: ServeLink
  private let synchronizes: Bool
  private let executor: any TaskExecutor

  /// - Parameters:
  ///   - root: a path on the server; a relative one, or none, begins in the user's home.
  ///   - synchronizes: whether `synchronize` waits for the server's disk.
  package init(
    _ connector: any ServeConnector, root: [UInt8], pageSize: Int = 10_000,
    synchronizes: Bool = true, executor: any TaskExecutor = BlockingPool.shared
  ) {
    // Calls cost next to nothing; a directory is read in the time of a few stats.
    traits = TransportTraits(
      width: callsWithinDescriptorLimit(128), pageSize: pageSize, listCost: 4,
      deleteBatch: ServeLimits.keys)
    var opening = Packet(kind: .open)
    opening.append(UInt32(pageSize))
    opening.append(UInt32(clamping: max(1, connector.idleTimeout.components.seconds) * 1000 / 4))
    opening.append(root)
    link = ServeLink(connector, opening: opening)
    self.synchronizes = synchronizes
    self.executor = executor
  }

  /// Whether there is a `cairn serve` to talk to.
  func isServing() async throws(TransportError) -> Bool {
    try checkCancellation()
    let outcome: Result<Bool, TransportError> = await withTaskCancellationHandler {
      do throws(TransportError) { return .success(try await link.channel() != nil) } catch {
        return .failure(error)
      }
    } onCancel: {
      link.hurry()
    }
    return try outcome.get()
  }

  package func stat(_ key: ObjectKey) async throws(TransportError) -> RemoteObject? {
    try await call(key) { (channel) async throws(TransportError) in
      var packet = Packet(kind: .stat)
      packet.append(key.bytes)
      let message = try await channel.begin([packet]).next()
      if message.kind == .absent { return nil }
      return try message.read(.object) { (reader) throws(PacketError) in try reader.object(key) }
    }
  }

  package func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject {
    try await call(key) { (channel) async throws(TransportError) in
      try await ServeDownload(channel, key).run(range: range, into: sink)
    }
  }

  package func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) async throws(TransportError) {
    try await call(key) { (channel) async throws(TransportError) in
      try await ServeUpload(channel, key, check).run(source, progress)
    }
  }

  package func synchronize() async throws(TransportError) {
    guard synchronizes else { return }
    try await call(nil) { (channel) async throws(TransportError) in
      _ = try await channel.begin([Packet(kind: .synchronize)]).next()
    }
  }

  package func close() async {
    await link.close()
  }

  /// Runs `body` with the connection; says of what broke off because we were cancelled that we were.
  func call<Value: Sendable>(
    _ key: ObjectKey?, _ body: @Sendable (ServeChannel) async throws(TransportError) -> Value
  ) async throws(TransportError) -> Value {
    try checkCancellation(key)
    let outcome: Result<Value, TransportError> = await withTaskExecutorPreference(executor) {
      await attempt(body)
    }
    do throws(TransportError) {
      return try outcome.get()
    } catch {
      if error.kind == .interrupted || error.kind == .cancelled { try checkCancellation(key) }
      throw error.key == nil ? error.about(key) : error
    }
  }

  private func attempt<Value: Sendable>(
    _ body: @Sendable (ServeChannel) async throws(TransportError) -> Value
  ) async -> Result<Value, TransportError> {
    await withTaskCancellationHandler {
      do throws(TransportError) {
        guard let channel = try await link.channel() else {
          throw TransportError(.unsupported, detail: "there is no 'cairn serve' on the server")
        }
        return .success(try await body(channel))
      } catch {
        return .failure(error)
      }
    } onCancel: {
      link.hurry()
    }
  }
}

// Questions about many objects.
extension ServeTransport {
  package func delete(_ keys: [ObjectKey]) async -> [ObjectKey: TransportError] {
    var refused: [ObjectKey: TransportError] = [:]
    for start in stride(from: 0, to: keys.count, by: ServeLimits.keys) {
      let batch = Array(keys[start..<min(start + ServeLimits.keys, keys.count)])
      do throws(TransportError) {
        refused.merge(try await deleteBatch(batch)) { $1 }
      } catch {
        for key in batch { refused[key] = error.about(key) }
      }
    }
    return refused
  }

  private func deleteBatch(
    _ keys: [ObjectKey]
  ) async throws(TransportError) -> [ObjectKey: TransportError] {
    try await call(nil) { (channel) async throws(TransportError) in
      var packet = Packet(kind: .delete, capacity: keys.count * 48)
      for key in keys { packet.append(key.bytes) }
      let message = try await channel.begin([packet]).next()
      return try message.read(.refusals) { (reader) throws(PacketError) in
        var refused: [ObjectKey: TransportError] = [:]
        while !reader.isAtEnd {
          let index = Int(try reader.word())
          guard index < keys.count else { throw PacketError("a refusal of what was not asked") }
          refused[keys[index]] = try reader.error(keys[index])
        }
        return refused
      }
    }
  }

  package func list(
    prefix: String, after token: ListToken?, detail: ListDetail
  ) async throws(TransportError) -> ListPage {
    try await call(nil) { (channel) async throws(TransportError) in
      var packet = Packet(kind: .list)
      packet.append(byte: detail == .sizes ? 1 : 0)
      packet.append(Array(prefix.utf8))
      if let token { packet.append(token.bytes) }
      let exchange = try channel.begin([packet])
      var page = ListPage(objects: [], next: nil)
      while true {
        let message = try await exchange.next()
        if message.kind == .end {
          page.next = message.body.isEmpty ? nil : ListToken(bytes: message.body)
          return page
        }
        page.objects += try message.objects(detail)
      }
    }
  }

  package func holds(_ names: DigestNames) async throws(TransportError) -> [Bool]? {
    let parts = names.parts(atMost: ServeLimits.digests)
    let results = await concurrentMap(parts, width: ServeLimits.questions) { part in
      try await holdsPart(part)
    }
    var found: [Bool] = []
    found.reserveCapacity(names.digests.count)
    for result in results {
      do { found += try result.get() } catch {
        throw error as? TransportError ?? .cancelled(nil, error)
      }
    }
    return found
  }

  private func holdsPart(_ names: DigestNames) async throws(TransportError) -> [Bool] {
    try await call(nil) { (channel) async throws(TransportError) in
      var packet = Packet(kind: .holds, capacity: names.digests.count * 16 + 64)
      packet.append(names.directory.bytes)
      packet.append(names.suffix)
      for digest in names.digests { packet.append(digest) }
      let message = try await channel.begin([packet]).next()
      guard message.kind == .presence, message.body.count == (names.digests.count + 7) / 8 else {
        throw TransportError(PacketError("the server's answer does not fit the question"))
      }
      return names.digests.indices.map { message.body[$0 / 8] & (1 << UInt8($0 % 8)) != 0 }
    }
  }
}

extension ServeMessage {
  /// Reads the body of a message that must be of one kind.
  func read<Value>(
    _ kind: Kind, _ body: (inout PacketReader) throws(PacketError) -> Value
  ) throws(TransportError) -> Value {
    var reader = reader
    do throws(PacketError) {
      guard self.kind == kind else {
        throw PacketError("the server gave an answer of the wrong type")
      }
      return try body(&reader)
    } catch {
      throw TransportError(error)
    }
  }

  /// A part of a page of a listing.
  fileprivate func objects(_ detail: ListDetail) throws(TransportError) -> [RemoteObject] {
    try read(.page) { (reader) throws(PacketError) in
      var objects: [RemoteObject] = []
      while !reader.isAtEnd {
        guard let key = ObjectKey(bytes: try reader.string()) else {
          throw PacketError("the server lists what is no key")
        }
        objects.append(detail == .sizes ? try reader.object(key) : RemoteObject(key: key))
      }
      return objects
    }
  }
}
