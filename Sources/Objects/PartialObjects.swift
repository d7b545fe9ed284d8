import Basics
import FileAccess
import Hashing
import Synchronization
import SystemPackage

/// Large objects that are on their way into a cache, below `<cache>/.cairn/partial`: what a run that ends
/// early leaves, the next one goes on with.
final class PartialObjects: Sendable {
  /// Nanoseconds after which nobody goes on any more.
  private static let staleAge: Int64 = 7 * 24 * 60 * 60 * 1_000_000_000

  private let directory: FilePath
  private let mode: UInt32?
  /// The names that were there when it was first asked.
  private let names = Mutex<Set<String>?>(nil)

  /// - Parameter mode: of the directory; nil for what the umask leaves.
  init(cacheRoot: FilePath, algorithm: HashAlgorithm, mode: UInt32?) {
    directory = cacheRoot.appending(".cairn/partial").appending(algorithm.rawValue)
    self.mode = mode
  }

  /// Where an earlier run left a part of an object; nil when none did.
  func find(_ id: ObjectID) -> FilePath? {
    let isThere = names.withLock { names in
      let known = names ?? Set(listing())
      names = known
      return known.contains(id.description)
    }
    return isThere ? path(id) : nil
  }

  /// Where to keep a part of an object; the directory is made.
  func place(for id: ObjectID) throws(FileError) -> FilePath {
    try makeDirectories(directory, mode: mode)
    try sweep()
    return path(id)
  }

  /// What is there, in the order of the IDs.
  func all() -> [ObjectID] { listing().compactMap { ObjectID($0) }.sorted() }

  func path(_ id: ObjectID) -> FilePath { directory.appending(id.description) }

  private func listing() -> [String] {
    ((try? directoryNames(directory)) ?? []).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Removes what nobody has written to for a week.
  private func sweep() throws(FileError) {
    let now = try fileSystemTime(in: directory)
    for name in listing() where !name.hasSuffix(PartialObject.recordSuffix) {
      let path = directory.appending(name)
      guard let status = try FileStatus.ifExists(at: path, followingLinks: false),
        now - status.modified > Self.staleAge
      else { continue }
      PartialObject.remove(path)
    }
  }
}
