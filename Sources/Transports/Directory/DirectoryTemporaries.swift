import Basics
import FileAccess
import Synchronization
import SystemPackage

/// Where uploads to a directory lie until they are whole.
final class DirectoryTemporaries: Sendable {
  private struct State {
    var isBesideTargets = false
    var hasCreatedAny = false
  }

  /// Threads that create files in the same directory wait for each other.
  private static let slots = 16
  /// Nanoseconds after which nobody writes to a temporary any more.
  private static let staleAge: Int64 = 24 * 60 * 60 * 1_000_000_000

  private let root: FilePath
  private let directory: FilePath
  private let mode: UInt32?
  private let state = Mutex(State())

  init(root: FilePath, mode: UInt32?) {
    self.root = root
    directory = root.appending(pathBytes: ObjectKey.temporaryDirectory.bytes[...])
    self.mode = mode
  }

  /// Creates a temporary that can be renamed to `target`, whose directory must exist.
  func create(for target: FilePath) throws(FileError) -> TemporaryFile {
    if !state.withLock({ $0.isBesideTargets }) {
      do {
        let temporary = try create(in: slot())
        try sweepOnce(at: temporary.file.status().modified)
        return temporary
      } catch  where Self.mayWorkElsewhere(error) {
        stayBesideTargets()
      }
    }
    return try TemporaryFile(in: target.removingLastComponent())
  }

  /// From now on, temporaries go beside their targets, which may be on other file systems.
  func stayBesideTargets() {
    state.withLock { $0.isBesideTargets = true }
  }

  /// Removes the directories of temporaries, unless somebody uses them.
  func removeDirectories() {
    guard state.withLock({ $0.hasCreatedAny }) else { return }
    let above = directory.removingLastComponent()
    for directory in (0..<Self.slots).map(slot) + [directory, above] {
      _ = try? removeDirectoryIfEmpty(directory)  // an empty directory that stays does no harm
    }
  }

  /// Whether the reason lies with the directory of temporaries, not with the disk or the network.
  private static func mayWorkElsewhere(_ error: FileError) -> Bool {
    let kind = TransportError.Kind(error.errno)
    return kind == .denied || kind == .rejected
  }

  private func slot() -> FilePath {
    slot(.random(in: 0..<Self.slots))
  }

  private func slot(_ number: Int) -> FilePath {
    directory.appending(String(number, radix: Self.slots))
  }

  /// Creates the directory as well, also when another program has just tidied it away; but never a
  /// root that is gone.
  private func create(in slot: FilePath) throws(FileError) -> TemporaryFile {
    for _ in 0..<3 {
      do {
        return try TemporaryFile(in: slot)
      } catch  where error.errno == .noSuchFileOrDirectory {
        _ = try FileStatus(at: root)
        try DirectoryParents.make(slot, mode: mode)
      }
    }
    return try TemporaryFile(in: slot)
  }

  /// Removes what killed runs left behind, before the first upload.
  ///
  /// - Parameter now: by the clock of the file system, in nanoseconds.
  private func sweepOnce(at now: Int64) {
    let isFirst = state.withLock { state in
      defer { state.hasCreatedAny = true }
      return !state.hasCreatedAny
    }
    guard isFirst else { return }
    for number in 0..<Self.slots {
      _ = try? sweep(slot(number), at: now)  // others' files may not be ours to remove
    }
  }

  private func sweep(_ slot: FilePath, at now: Int64) throws(FileError) {
    for name in try DirectoryNames(of: OpenFile(directory: slot)).names {
      let path = slot.appending(pathBytes: name)
      let status = try FileStatus(at: path, followingLinks: false)
      guard status.kind == .file, now - status.modified > Self.staleAge else { continue }
      try removeFile(path)
    }
  }
}
