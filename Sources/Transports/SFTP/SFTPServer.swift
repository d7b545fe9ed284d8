import Basics

/// A remote on an SFTP server: where it is, and what is known of it.
struct SFTPServer: Sendable {
  /// Without a slash at its end, unless it is `/`; empty for the user's home.
  let root: [UInt8]
  let synchronizes: Bool
  let pool: SFTPPool
  let directories = SFTPDirectories()
  let temporaries = SFTPTemporaries()

  init(_ connector: any SFTPConnector, root: [UInt8], synchronizes: Bool) {
    self.synchronizes = synchronizes
    let end = root.lastIndex { $0 != UInt8(ascii: "/") }
    self.root = end.map { Array(root[...$0]) } ?? Array(root.prefix(1))
    pool = SFTPPool(connector)
  }

  func path(of key: ObjectKey) -> [UInt8] { path(key.path) }

  func path(_ relative: RelativePath) -> [UInt8] {
    if relative.isRoot { return root.isEmpty ? Array(".".utf8) : root }
    let isJoined = root.isEmpty || root.last == UInt8(ascii: "/")
    return root + (isJoined ? [] : [UInt8(ascii: "/")]) + relative.bytes
  }

  /// Throws when the root is not there: nothing was ever pushed, or what it lies on is not mounted.
  func requireRoot(_ key: ObjectKey?, _ session: SFTPSession) async throws(TransportError) {
    let path = path(.root)
    let attributes: SFTPAttributes
    do throws(SFTPError) {
      attributes = try await session.send(.attributes(path)).attributes()
    } catch {
      var failure = TransportError(error, path: path, key: key)
      if failure.kind == .notFound { failure.kind = .noRoot }
      throw failure
    }
    guard attributes.kind ?? .directory == .directory else {
      throw TransportError(
        .rejected, key: key, detail: "Not a directory: '\(TransportError.shown(path))'")
    }
    directories.noteRoot()
  }

  func stat(_ key: ObjectKey, _ session: SFTPSession) async throws(TransportError) -> RemoteObject?
  {
    guard let attributes = try await attributes(key, session) else {
      try await requireRoot(key, session)
      return nil
    }
    return attributes.kind ?? .file == .file ? RemoteObject(key, attributes) : nil
  }

  /// What is at `key`, following symbolic links; nil when nothing is.
  func attributes(
    _ key: ObjectKey, _ session: SFTPSession
  ) async throws(TransportError) -> SFTPAttributes? {
    let path = path(of: key)
    do throws(SFTPError) {
      return try await session.send(.attributes(path)).attributes()
    } catch  where error.isNotFound {
      return nil
    } catch {
      throw TransportError(error, path: path, key: key)
    }
  }

  /// Makes sure that the renames of uploads survive a power failure; their bytes do already.
  func synchronize(_ session: SFTPSession) async throws(TransportError) {
    guard synchronizes, session.features.synchronizes else { return }
    let changed = Array(directories.takeChanged())
    let batch = min(64, session.features.width)
    for start in stride(from: 0, to: changed.count, by: batch) {
      let paths = changed[start..<min(start + batch, changed.count)].map(path)
      // Servers that open no directories cannot be asked for more.
      guard try await synchronize(paths, session) else { return }
    }
  }

  /// Waits until directories are on the disk; false where the server does nothing of the kind.
  private func synchronize(
    _ paths: [[UInt8]], _ session: SFTPSession
  ) async throws(TransportError) -> Bool {
    var requests: [SFTPRequest] = []
    for opening in session.send(paths.map { .open($0, .read) }) {
      guard let handle = try? await opening.handle() else { continue }
      requests += [.synchronize(handle), .close(handle)]
    }
    let answers = session.send(requests)
    var isDone = answers.count == 2 * paths.count
    for index in stride(from: 0, to: answers.count, by: 2) {
      do throws(SFTPError) {
        try await answers[index].done()
      } catch  where error.code == nil {
        throw TransportError(error, path: path(.root), key: nil)
      } catch {
        isDone = false
      }
    }
    return isDone
  }

  /// Removes the directories of temporaries, unless somebody uses them.
  func tidy() async {
    guard temporaries.hasCreatedAny, let session = try? await pool.session() else { return }
    for directory in temporaries.directories.reversed() {
      // A directory that stays, because others use it, does no harm.
      try? await session.send(.removeDirectory(path(directory))).done()
    }
  }
}

extension RemoteObject {
  init(_ key: ObjectKey, _ attributes: SFTPAttributes) {
    self.init(
      key: key, size: attributes.size.map { Int64(clamping: $0) },
      modified: attributes.modified.map { Int64($0) * 1_000_000_000 },
      permissions: attributes.mode.map { $0 & 0o7777 })
  }
}
