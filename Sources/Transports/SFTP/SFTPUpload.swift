import Basics

/// One upload: a window of WRITEs to a temporary, which is renamed when all is there and right.
struct SFTPUpload {
  let server: SFTPServer
  let session: SFTPSession
  let key: ObjectKey
  let check: ContentCheck?

  /// A file on the server that is being written.
  private struct Temporary {
    var path: RelativePath
    var handle: [UInt8]
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
    let temporary = try await create(besideTarget: besideTarget)
    do throws(TransportError) {
      try await write(&reader, to: temporary, progress)
    } catch {
      session.close(temporary.handle)
      await discard(temporary.path)
      throw error
    }
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
    try? await session.remove(server.path(temporary)).done()
  }

  private func write(
    _ reader: inout SourceReader, to temporary: Temporary, _ progress: any ProgressObserver
  ) async throws(TransportError) {
    var requests = try await send(&reader, to: temporary.handle, progress)
    try reader.finish()
    let mode = check == nil ? nil : session.setMode(0o444, ofHandle: temporary.handle)
    if server.synchronizes, session.features.synchronizes {
      requests.append(session.synchronize(temporary.handle))
    }
    let closing = session.close(temporary.handle)
    for request in requests { try await requireWritten(request) }
    // Servers that know no modes may refuse them.
    do { try await mode?.done() } catch  where error.code == nil { throw failure(error) } catch {}
    try await requireWritten(closing)
  }
}

// The bytes.
extension SFTPUpload {
  /// Sends all bytes; returns the requests that are not answered yet.
  private func send(
    _ reader: inout SourceReader, to handle: [UInt8], _ progress: any ProgressObserver
  ) async throws(TransportError) -> [SFTPPending] {
    let pieceSize = min(session.features.longestWrite, reader.pieceSize)
    var requests: [SFTPPending] = []
    var position: Int64 = 0
    while position < reader.size {
      try checkCancellation(key)
      var packet = SFTPPacket(.write, handle)
      packet.append(UInt64(position))
      let count = try packet.append(capacity: pieceSize) { (room) throws(TransportError) in
        try reader.read(into: room)
      }
      while requests.count >= session.window(of: pieceSize) {
        try await requireWritten(requests.removeFirst())
      }
      requests.append(session.channel.send(packet))
      position += Int64(count)
      progress.observe(.advanced(files: 0, bytes: Int64(count)))
    }
    return requests
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
        return try await session.open(server.path(path), [.write, .create, .exclusive]).handle()
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
    let attributes = try? await session.attributes(ofHandle: temporary.handle).attributes()
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
