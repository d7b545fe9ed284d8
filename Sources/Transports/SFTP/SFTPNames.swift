import Basics

extension SFTPServer {
  /// Answers that are asked for ahead, at most; OpenSSH puts 100 names into one.
  private static let ahead = 8

  /// What a directory holds, in the server's order; nothing when it is not there.
  ///
  /// Names that cannot be in a directory are not passed on.
  func names(
    in directory: RelativePath, _ session: SFTPSession
  ) async throws(TransportError) -> [SFTPName] {
    let path = path(directory)
    do throws(SFTPError) {
      let handle = try await session.send(.openDirectory(path)).handle()
      defer { session.send(.close(handle)) }
      return try await names(handle, session).filter { Self.isName($0.name) }
    } catch  where error.isNotFound {
      return []
    } catch {
      throw TransportError(error, path: path, key: nil)
    }
  }

  /// Reads to the end, asking for more answers at a time the longer it takes.
  private func names(
    _ handle: [UInt8], _ session: SFTPSession
  ) async throws(SFTPError) -> [SFTPName] {
    var names: [SFTPName] = []
    var requests = [session.send(.readDirectory(handle)), session.send(.readDirectory(handle))]
    var width = 2
    while true {
      let more = try await requests.removeFirst().names()
      if more.isEmpty { return names }
      names += more
      width = min(width + 1, Self.ahead)
      while requests.count < width { requests.append(session.send(.readDirectory(handle))) }
    }
  }

  private static func isName(_ name: [UInt8]) -> Bool {
    guard let key = ObjectKey(bytes: name) else { return false }
    return key.path.components.count == 1
  }

  /// Tells files from directories, asking where the names do not say. What is neither is left out.
  func kinds(
    of names: [SFTPName], _ directory: RelativePath, _ session: SFTPSession
  ) async throws(TransportError) -> [SFTPPager.Entry] {
    var entries: [SFTPPager.Entry] = []
    for name in names {
      var attributes = name.attributes
      var mayBeDirectory = true
      if attributes.kind == nil || attributes.kind == .symlink {
        mayBeDirectory = attributes.kind == nil
        let key = ObjectKey(directory.appending(name.name[...]))
        attributes = try await target(key, session) ?? SFTPAttributes(mode: 0)
      }
      let isDirectory = attributes.kind == .directory
      guard isDirectory ? mayBeDirectory : attributes.kind ?? .file == .file else { continue }
      let place = ListingPlace(name.name[...], isDirectory: isDirectory)
      entries.append(SFTPPager.Entry(place: place, attributes: attributes))
    }
    return entries
  }

  /// What a symbolic link leads to; nil when it leads nowhere.
  private func target(
    _ key: ObjectKey, _ session: SFTPSession
  ) async throws(TransportError) -> SFTPAttributes? {
    do throws(TransportError) {
      return try await attributes(key, session)
    } catch  where error.kind == .failed || error.kind == .rejected {
      return nil
    }
  }
}
