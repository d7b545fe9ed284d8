import Basics
import Synchronization

/// What is known of the directories on the server.
final class SFTPDirectories: Sendable {
  private struct State {
    var hasSeenRoot = false
    var isReadOnly = false
    /// Those that uploads of this run go to.
    var parents: [RelativePath: Promise<Void>] = [:]
    /// In which something was renamed since the last synchronization.
    var changed: Set<RelativePath> = []
  }

  private let state = Mutex(State())

  /// Notes that the root is there, so that it is not made again should it vanish.
  func noteRoot() {
    state.withLock { $0.hasSeenRoot = true }
  }

  var hasSeenRoot: Bool { state.withLock { $0.hasSeenRoot } }

  /// Whether nothing can be written anywhere.
  var isReadOnly: Bool { state.withLock { $0.isReadOnly } }

  func noteReadOnly() {
    state.withLock { $0.isReadOnly = true }
  }

  /// Whether `directory` was made, or need not be; a second one is told of the first one's promise.
  func promise(of directory: RelativePath) -> (made: Promise<Void>, isNew: Bool) {
    state.withLock { state in
      if let made = state.parents[directory] { return (made, false) }
      let made = Promise<Void>()
      state.parents[directory] = made
      return (made, true)
    }
  }

  func noteChange(in directory: RelativePath) {
    state.withLock { state in
      state.hasSeenRoot = true
      state.changed.insert(directory)
    }
  }

  var hasChanged: Bool { state.withLock { !$0.changed.isEmpty } }

  func takeChanged() -> Set<RelativePath> {
    state.withLock { state in
      defer { state.changed = [] }
      return state.changed
    }
  }
}

extension SFTPServer {
  /// Begins to make the directory of an object, for the first upload of the run to it.
  ///
  /// - Returns: fulfilled when that is over. What went wrong shows in the rename.
  func startMakingParent(of key: ObjectKey, _ session: SFTPSession) -> Promise<Void> {
    let (made, isNew) = directories.promise(of: key.path.parent)
    if isNew {
      Task {
        try? await makeDirectories(key.path.parent, key, session)  // tried again by the rename
        made.fulfil(())
      }
    }
    return made
  }

  /// Makes a directory below the root, and those above it as far as they are missing; the root, too,
  /// unless it was there before.
  func makeDirectories(
    _ directory: RelativePath, _ key: ObjectKey, _ session: SFTPSession
  ) async throws(TransportError) {
    if directory.isRoot && directories.hasSeenRoot { return try await requireRoot(key, session) }
    let path = path(directory)
    do throws(SFTPError) {
      return try await session.send(.makeDirectory(path)).done()
    } catch  where error.isNotFound {
      if directory.isRoot {
        try await makeAncestors(of: path, key, session)
      } else {
        try await makeDirectories(directory.parent, key, session)
      }
      try await make(path, key, session)
    } catch {
      try await requireDirectory(path, error, key, session)
    }
  }

  /// Makes the directories above the root.
  private func makeAncestors(
    of path: [UInt8], _ key: ObjectKey, _ session: SFTPSession
  ) async throws(TransportError) {
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")), slash > 0 else { return }
    let parent = Array(path[..<slash])
    do throws(SFTPError) {
      try await session.send(.makeDirectory(parent)).done()
    } catch  where error.isNotFound {
      try await makeAncestors(of: parent, key, session)
      try await make(parent, key, session)
    } catch {
      try await requireDirectory(parent, error, key, session)
    }
  }

  /// Makes a directory that another client may make at the same time.
  private func make(
    _ path: [UInt8], _ key: ObjectKey, _ session: SFTPSession
  ) async throws(TransportError) {
    do throws(SFTPError) {
      try await session.send(.makeDirectory(path)).done()
    } catch {
      try await requireDirectory(path, error, key, session)
    }
  }

  /// Throws, after `error` when `path` was to be made, unless it is a directory all the same.
  private func requireDirectory(
    _ path: [UInt8], _ error: SFTPError, _ key: ObjectKey, _ session: SFTPSession
  ) async throws(TransportError) {
    let found: SFTPAttributes
    do throws(SFTPError) {
      found = try await session.send(.attributes(path)).attributes()
    } catch let second {
      throw TransportError(second.code == nil ? second : error, path: path, key: key)
    }
    guard let kind = found.kind, kind != .directory else { return }
    throw TransportError(
      .rejected, key: key, detail: "Not a directory: '\(TransportError.shown(path))'")
  }
}
