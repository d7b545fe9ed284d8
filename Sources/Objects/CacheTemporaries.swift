import Basics
import FileAccess
import Synchronization
import SystemPackage

/// Where objects of a cache are built before they get their names: below `<cache>/.cairn/tmp`, on the
/// cache's own file system and out of the way of DVC's `gc`.
///
/// Each thread has a directory of its own, as long as there are enough: threads that create files in the
/// same one wait for each other.
final class CacheTemporaries: Sendable {
  private static let slots = 8
  /// Nanoseconds after which nobody writes to a temporary any more.
  private static let staleAge: Int64 = 24 * 60 * 60 * 1_000_000_000

  let directory: FilePath
  private let mode: UInt32?
  private let made = Mutex<Set<Int>>([])

  /// - Parameter mode: of the directories; nil for what the umask leaves.
  init(cacheRoot: FilePath, mode: UInt32?) {
    directory = cacheRoot.appending(".cairn/tmp")
    self.mode = mode
  }

  /// The directory of this thread, which is made if need be. The first call of a run removes what killed
  /// runs left behind.
  func home() throws -> FilePath {
    let number = threadNumber() % Self.slots
    let path = slot(number)
    try made.withLock { made in
      if made.contains(number) { return }
      try makeDirectories(path, mode: mode)
      // What stays does no harm, and the leftovers of others may not be ours to see.
      if made.isEmpty { _ = try? sweep() }
      made.insert(number)
    }
    return path
  }

  private func slot(_ number: Int) -> FilePath { directory.appending(String(number)) }

  private func sweep() throws(FileError) {
    let now = try fileSystemTime(in: directory)
    for place in [directory] + (0..<Self.slots).map(slot) {
      for name in try directoryNames(place) {
        let path = place.appending(pathBytes: name)
        guard let status = try FileStatus.ifExists(at: path, followingLinks: false),
          status.kind == .file, now - status.modified > Self.staleAge
        else { continue }
        _ = try? removeFile(path)  // others' files may not be ours to remove
      }
    }
  }
}
