/// One download: a window of READs ahead of what was handed on.
struct SFTPDownload {
  private let server: SFTPServer
  private let session: SFTPSession
  private let key: ObjectKey
  private let path: [UInt8]
  private let pieceSize: Int

  /// A READ on its way.
  private struct Request {
    var pending: SFTPPending
    var range: Range<Int64>
  }

  init(_ server: SFTPServer, _ session: SFTPSession, _ key: ObjectKey) {
    self.server = server
    self.session = session
    self.key = key
    path = server.path(of: key)
    pieceSize = session.features.longestRead
  }

  func run(
    range: Range<Int64>?, into sink: ByteSink
  ) async throws(TransportError) -> RemoteObject {
    let handle = try await open()
    defer { session.send(.close(handle)) }
    let start = range?.lowerBound ?? 0
    let end = min(range?.upperBound ?? .max, start + Int64(pieceSize))
    // A range that ends early does not tell the size, nor does one that begins behind the end.
    let mayTell = start == 0 && end == pieceSize
    let description = mayTell ? nil : session.send(.attributes(ofHandle: handle))
    let first = request(start..<end, handle)
    if mayTell, let bytes = await small(first) {
      try hand(bytes[...], to: sink)
      return RemoteObject(key: key, size: Int64(bytes.count))
    }
    let object = try await object(description ?? session.send(.attributes(ofHandle: handle)))
    let whole = 0..<(object.size ?? 0)
    do throws(TransportError) {
      try await pass(range?.clamped(to: whole) ?? whole, first, handle, to: sink)
    } catch {
      throw error.during(object)
    }
    return object
  }

  private func open() async throws(TransportError) -> [UInt8] {
    do throws(SFTPError) {
      return try await session.send(.open(path, .read)).handle()
    } catch {
      if error.isNotFound { try await server.requireRoot(key, session) }
      var failure = TransportError(error, path: path, key: key)
      if error.isUnexplained, try await server.attributes(key, session)?.kind == .directory {
        failure.kind = .notFound
      }
      throw failure
    }
  }

  /// All of a small object: a READ stops short at the end of a file only
  /// (draft-ietf-secsh-filexfer-02, 6.4). Nil for what is larger, or cannot be read.
  private func small(_ first: Request) async -> [UInt8]? {
    do {
      let bytes = try await first.pending.data()
      return bytes.count < first.range.count ? bytes : nil
    } catch {
      return nil
    }
  }

  private func object(_ description: SFTPPending) async throws(TransportError) -> RemoteObject {
    let attributes: SFTPAttributes
    do { attributes = try await description.attributes() } catch { throw failure(error) }
    switch attributes.kind ?? .file {
    case .file: break
    case .directory:
      throw TransportError(
        .notFound, key: key, detail: "Is a directory: '\(TransportError.shown(path))'")
    case .symlink, .other:
      throw TransportError(
        .rejected, key: key, detail: "Not a regular file: '\(TransportError.shown(path))'")
    }
    guard attributes.size != nil else {
      throw TransportError(.failed, key: key, detail: "the server does not tell sizes")
    }
    return RemoteObject(key, attributes)
  }

  private func request(_ range: Range<Int64>, _ handle: [UInt8]) -> Request {
    Request(
      pending: session.send(.read(handle, at: range.lowerBound, count: range.count)), range: range)
  }

  private func pass(
    _ range: Range<Int64>, _ first: Request, _ handle: [UInt8], to sink: ByteSink
  ) async throws(TransportError) {
    guard !range.isEmpty else { return }
    var requests = [first]
    var next = first.range.upperBound
    var position = range.lowerBound
    while position < range.upperBound {
      try checkCancellation(key)
      while next < range.upperBound, requests.count < session.window(of: pieceSize) {
        let end = min(next + Int64(pieceSize), range.upperBound)
        requests.append(request(next..<end, handle))
        next = end
      }
      let request = requests.removeFirst()
      let wanted = request.range.clamped(to: range)
      try await receive(request, wanted, handle, to: sink)
      position = wanted.upperBound
    }
  }

  /// Hands on what a READ gave, and what it was short of.
  private func receive(
    _ request: Request, _ wanted: Range<Int64>, _ handle: [UInt8], to sink: ByteSink
  ) async throws(TransportError) {
    var pending = request.pending
    var position = wanted.lowerBound
    while true {
      let bytes: [UInt8]
      do { bytes = try await pending.data() } catch { throw failure(error) }
      let count = min(bytes.count, Int(wanted.upperBound - position))
      guard count > 0 else {
        throw TransportError(
          .interrupted, key: key,
          detail: "'\(TransportError.shown(path))' ended after \(position) bytes")
      }
      try hand(bytes[..<count], to: sink)
      position += Int64(count)
      if position == wanted.upperBound { return }
      pending = session.send(.read(handle, at: position, count: Int(wanted.upperBound - position)))
    }
  }

  private func hand(_ bytes: ArraySlice<UInt8>, to sink: ByteSink) throws(TransportError) {
    guard !bytes.isEmpty else { return }
    do { try bytes.withUnsafeBytes { try sink($0) } } catch {
      throw TransportError(.sink, key: key, detail: "\(error)", cause: error)
    }
  }

  private func failure(_ error: SFTPError) -> TransportError {
    TransportError(error, path: path, key: key)
  }
}
