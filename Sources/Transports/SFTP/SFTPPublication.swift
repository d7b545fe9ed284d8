import Basics
import FileAccess

/// Gives a temporary that is whole its final name.
struct SFTPPublication {
  private let upload: SFTPUpload
  private let temporary: RelativePath
  private let size: Int64

  init(_ upload: SFTPUpload, _ temporary: RelativePath, size: Int64) {
    self.upload = upload
    self.temporary = temporary
    self.size = size
  }

  private var server: SFTPServer { upload.server }
  private var session: SFTPSession { upload.session }
  private var key: ObjectKey { upload.key }
  private var isBeside: Bool { temporary.parent == key.path.parent }

  func run() async throws(TransportError) {
    do { try FailPoint.hit("sftp-publish") } catch { throw TransportError(error, key: key) }
    do throws(SFTPError) {
      return try await rename()
    } catch  where error.isNotFound {
      try await server.makeDirectories(key.path.parent, key, session)
    } catch {
      return try await overcome(error)
    }
    do throws(SFTPError) {
      try await rename()
    } catch  where error.isNotFound {
      // Somebody took the temporary or the directory away; another try finds out.
      throw TransportError(.interrupted, key: key, detail: upload.failure(error).detail)
    } catch {
      try await overcome(error)
    }
  }

  private func rename() async throws(SFTPError) {
    let (path, target) = (server.path(temporary), server.path(of: key))
    if session.features.renamesOver {
      try await session.send(.renameOver(path, to: target)).done()
    } else {
      try await session.send(.rename(path, to: target)).done()
    }
  }

  /// Looks at what is in the way of a rename that failed without a reason.
  private func overcome(_ error: SFTPError) async throws(TransportError) {
    let failure = upload.failure(error)
    guard error.isUnexplained else { throw failure }
    let found = try await server.attributes(key, session)
    if found?.kind == .directory {
      let path = TransportError.shown(server.path(of: key))
      throw TransportError(.rejected, key: key, detail: "Is a directory: '\(path)'")
    }
    if session.features.renamesOver { throw elsewhere(failure) }
    if upload.check != nil, found?.size.map(Int64.init(clamping:)) == size {
      return try await discardTemporary()
    }
    try await swap(failure)
  }

  /// A rename across file systems fails without a reason, too.
  private func elsewhere(_ failure: TransportError) -> TransportError {
    isBeside ? failure : upload.misplaced(failure)
  }

  private func discardTemporary() async throws(TransportError) {
    do { try await session.send(.remove(server.path(temporary))).done() } catch {
      throw upload.failure(error)
    }
  }

  /// Replaces the target on a server that renames over nothing: for a moment, nothing is there.
  ///
  /// Another client may do the same, and put its own there in that moment.
  ///
  /// - Parameter failure: of the rename, which may have had another reason than a target in its way.
  private func swap(_ failure: TransportError) async throws(TransportError) {
    var aside: [RelativePath] = []
    for _ in 0..<16 {
      let old = server.temporaries.path(for: key, besideTarget: isBeside)
      do throws(SFTPError) {
        try await session.send(.rename(server.path(of: key), to: server.path(old))).done()
        aside.append(old)
      } catch  where !error.isNotFound {
        throw upload.failure(error)
      } catch {}
      do throws(SFTPError) {
        try await rename()
        for old in aside { await upload.discard(old) }
        return
      } catch  where !error.isUnexplained {
        throw upload.failure(error)
      } catch {}
    }
    if aside.isEmpty { throw elsewhere(failure) }
    throw TransportError(
      .interrupted, key: key, detail: "others keep replacing '\(key)' in the remote")
  }
}
