import Basics

/// One upload: a window of WRITEs to a temporary, which is renamed when all is there and right.
///
/// It waits three times at least: for the handle, for the bytes to be written and the file closed, for the
/// rename. What follows the last bytes goes with them, for a server works off the requests of a handle in their
/// order. The rename does not: it is sent only when all of them were done.
struct SFTPUpload {
  let server: SFTPServer
  let session: SFTPSession
  let key: ObjectKey
  let check: ContentCheck?

  /// A file on the server that is being written.
  private struct Temporary {
    var path: RelativePath
    var handle: [UInt8]
    /// Whether the server was told to close it; its handle may be another file's then.
    var isClosed = false
  }

  init(_ server: SFTPServer, _ session: SFTPSession, _ key: ObjectKey, _ check: ContentCheck?) {
    self.server = server
    self.session = session
    self.key = key
    self.check = check
  }

  func run(
    _ source: UploadSource, _ progress: any ProgressObserver
  ) async throws(TransportError) {
    if server.directories.isReadOnly { throw server.readOnly(key) }
    do throws(TransportError) {
      try await runAnywhere(source, progress)
    } catch  where error.kind == .denied {
      if await server.writesNothing(session) { throw server.readOnly(key) }
      throw error
    }
  }

  private func runAnywhere(
    _ source: UploadSource, _ progress: any ProgressObserver
  ) async throws(TransportError) {
    let isBeside = server.temporaries.isBesideTargets
    let attempt = RevocableProgress(progress)
    do throws(TransportError) {
      return try await runOnce(source, besideTarget: isBeside, attempt)
    } catch  where !isBeside && error.cause is TemporaryMisplaced {
      attempt.revoke()
    }
    try await runOnce(source, besideTarget: true, progress)
    server.temporaries.stayBesideTargets()
  }

  private func runOnce(
    _ source: UploadSource, besideTarget: Bool, _ progress: any ProgressObserver
  ) async throws(TransportError) {
    var reader = try SourceReader(source, for: key, verifying: check)
    let parent = server.startMakingParent(of: key, session)
    var temporary = try await create(besideTarget: besideTarget)
    do throws(TransportError) {
      try await write(&reader, to: &temporary, progress)
    } catch {
      if !temporary.isClosed { session.send(.close(temporary.handle)) }
      await discard(temporary.path)
      throw error
    }
    await parent.value()
    do throws(TransportError) {
      try await SFTPPublication(self, temporary.path, size: reader.size).run()
    } catch {
      await discard(temporary.path)
      throw error
    }
    server.directories.noteChange(in: key.path.parent)
  }

  func discard(_ temporary: RelativePath) async {
    // A temporary that cannot be removed now is swept away a day later.
    try? await session.send(.remove(server.path(temporary))).done()
  }

  private func write(
    _ reader: inout SourceReader, to temporary: inout Temporary, _ progress: any ProgressObserver
  ) async throws(TransportError) {
    var (written, last) = try await send(&reader, to: temporary.handle, progress)
    try reader.finish()
    let setsMode = check != nil && !session.features.createsWithMode
    if setsMode { last.insert(.setMode(0o444, ofHandle: temporary.handle), at: 0) }
    if server.synchronizes, session.features.synchronizes {
      last.append(.synchronize(temporary.handle))
    }
    last.append(.close(temporary.handle))
    temporary.isClosed = true
    var answers = session.send(last)
    // Those before it have come then, as a rule.
    await answers.last?.arrival()
    if setsMode { try await requireNoEnd(answers.removeFirst()) }
    written += answers
    for request in written { try await requireWritten(request) }
  }
}

// The bytes.
extension SFTPUpload {
  /// Sends all bytes but the last; returns the requests that are not answered yet, and those that are not sent.
  private func send(
    _ reader: inout SourceReader, to handle: [UInt8], _ progress: any ProgressObserver
  ) async throws(TransportError) -> (sent: [SFTPPending], last: [SFTPRequest]) {
    let pieceSize = min(session.features.longestWrite, reader.pieceSize)
    var sent: [SFTPPending] = []
    var position: Int64 = 0
    while !reader.isAtEnd {
      try checkCancellation(key)
      let piece = try SFTPRequest.write(handle, at: position, capacity: pieceSize) {
        (room) throws(TransportError) in try reader.read(into: room)
      }
      while sent.count >= session.window(of: pieceSize) {
        try await requireWritten(sent.removeFirst())
      }
      position += Int64(piece.count)
      progress.observe(.advanced(files: 0, bytes: Int64(piece.count)))
      if reader.isAtEnd { return (sent, [piece.request]) }
      sent.append(session.send(piece.request))
    }
    return (sent, [])
  }

  /// Servers that know no modes may refuse them.
  private func requireNoEnd(_ request: SFTPPending) async throws(TransportError) {
    do { try await request.done() } catch  where error.code == nil { throw failure(error) } catch {}
  }

  /// A write to a file that is open fails for want of room, and for little else.
  private func requireWritten(_ request: SFTPPending) async throws(TransportError) {
    do throws(SFTPError) {
      try await request.done()
    } catch {
      var failure = failure(error)
      if failure.kind == .failed, error.code == .failure {
        failure.kind = .full
        failure.detail = "the server has no room for '\(shownPath)', or a quota is used up"
      }
      throw failure
    }
  }

  private var shownPath: String { TransportError.shown(server.path(of: key)) }

  func failure(_ error: SFTPError) -> TransportError {
    TransportError(error, path: server.path(of: key), key: key)
  }
}

// The temporary.
extension SFTPUpload {
  private func create(besideTarget: Bool) async throws(TransportError) -> Temporary {
    let path = server.temporaries.path(for: key, besideTarget: besideTarget)
    do throws(TransportError) {
      let temporary = Temporary(path: path, handle: try await open(path))
      if !besideTarget { await sweepOnce(temporary) }
      return temporary
    } catch  where !besideTarget && (error.kind == .denied || error.kind == .rejected) {
      throw misplaced(error)
    }
  }

  /// Makes the directory when it is not there, also when another program has just tidied it away.
  private func open(_ path: RelativePath) async throws(TransportError) -> [UInt8] {
    var attempts = 0
    while true {
      do throws(SFTPError) {
        let mode: UInt32? = check != nil && session.features.createsWithMode ? 0o444 : nil
        let request = SFTPRequest.open(
          server.path(path), [.write, .create, .exclusive], mode: mode)
        return try await session.send(request).handle()
      } catch {
        attempts += 1
        guard error.isNotFound, attempts < 4 else { throw failure(error) }
      }
      try await server.makeDirectories(path.parent, key, session)
    }
  }

  private func sweepOnce(_ temporary: Temporary) async {
    guard server.temporaries.noteCreation() else { return }
    // Without the server's time nothing can be called old.
    let attributes = try? await session.send(.attributes(ofHandle: temporary.handle)).attributes()
    guard let now = attributes?.modified else { return }
    await server.sweep(at: now, session)
  }

  /// The error of an upload that may work with its temporary beside the target.
  func misplaced(_ error: TransportError) -> TransportError {
    var error = error
    error.cause = TemporaryMisplaced()
    return error
  }
}

/// The directory of temporaries cannot be used, or is on another file system than the target.
struct TemporaryMisplaced: Error {}
