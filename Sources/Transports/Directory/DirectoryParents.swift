import Basics
import FileAccess
import Synchronization
import SystemPackage

/// Makes the directories that objects go to, once each.
final class DirectoryParents: Sendable {
  private struct State {
    var made: Set<RelativePath> = []
    var hasSeenRoot = false
  }

  private let root: FilePath
  private let state = Mutex(State())

  init(root: FilePath) {
    self.root = root
  }

  /// Whether anything may have been uploaded.
  var hasMadeAny: Bool { state.withLock { !$0.made.isEmpty } }

  /// Notes that the root is there, so that it is not made again should it vanish (be unmounted).
  func noteRoot() {
    state.withLock { $0.hasSeenRoot = true }
  }

  /// Forgets what was made, after some of it turned out to be gone.
  func forget() {
    state.withLock { $0.made = [] }
  }

  /// Makes the directory of an object; the root, too, the first time.
  ///
  /// - Parameter mode: the exact permission bits of new directories below the root.
  func make(for key: ObjectKey, mode: UInt32?) throws(FileError) {
    let parent = key.path.parent
    let (isMade, hasSeenRoot) = state.withLock { ($0.made.contains(parent), $0.hasSeenRoot) }
    if isMade { return }
    if hasSeenRoot { _ = try FileStatus(at: root) } else { try makeDirectories(root) }
    if !parent.isRoot {
      try Self.make(root.appending(parent), mode: mode)
    }
    state.withLock { state in
      state.made.insert(parent)
      state.hasSeenRoot = true
    }
  }

  /// Makes directories without the mode where the file system knows none and says so.
  static func make(_ directory: FilePath, mode: UInt32?) throws(FileError) {
    do {
      try makeDirectories(directory, mode: mode)
    } catch  where error.isRefusedMode {
      try make(directory, mode: mode)
    }
  }
}
