extension SFTPServer {
  /// Deletes objects, many at a time, and returns why some could not be.
  func delete(_ keys: [ObjectKey], _ session: SFTPSession) async -> [ObjectKey: TransportError] {
    var refused: [ObjectKey: TransportError] = [:]
    for start in stride(from: 0, to: keys.count, by: 64) {
      let batch = keys[start..<min(start + 64, keys.count)]
      let requests = batch.map { (key: $0, pending: session.send(.remove(path(of: $0)))) }
      for (key, pending) in requests {
        do throws(TransportError) {
          try await settle(pending, key, session)
        } catch {
          refused[key] = error
        }
      }
    }
    return refused
  }

  /// What is not there, and directories, which are no objects, count as deleted.
  private func settle(
    _ pending: SFTPPending, _ key: ObjectKey, _ session: SFTPSession
  ) async throws(TransportError) {
    try checkCancellation(key)
    do throws(SFTPError) {
      try await pending.done()
    } catch  where error.isNotFound {
      try await requireRoot(key, session)
    } catch {
      let failure = TransportError(error, path: path(of: key), key: key)
      if error.code == nil { throw failure }
      let found = try await attributes(key, session)
      if found == nil { return try await requireRoot(key, session) }
      if found?.kind != .directory { throw failure }
    }
  }
}
